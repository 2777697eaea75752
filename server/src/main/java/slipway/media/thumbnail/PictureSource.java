package slipway.media.thumbnail;

import java.nio.file.Path;
import java.time.Duration;
import slipway.media.container.Size;

/**
 * Where pictures are taken from.
 *
 * @param file an MP4 file of our own making or checking, absolute
 * @param track number in the file of the track to look at
 * @param display size of its picture as shown
 * @param duration how long its picture plays
 * @param fps pictures a second on average
 */
public record PictureSource(Path file, int track, Size display, Duration duration, double fps) {

  /** An image, of which there is no more to know. */
  public static PictureSource image(Path file) {
    return new PictureSource(file, 0, new Size(1, 1), Duration.ZERO, /* fps= */ 0);
  }

  /**
   * The nearest time at which there is a picture (MD-70). FFmpeg gives the first one at or after a
   * time, so the last picture is asked for from half a frame before it.
   */
  public Duration clamped(Duration time) {
    double frame = fps > 0 ? 1 / fps : 0;
    Duration last = duration.minusNanos(Math.round(1.5 * frame * 1e9));
    Duration latest = last.isNegative() ? Duration.ZERO : last;
    return time.isNegative() ? Duration.ZERO : time.compareTo(latest) > 0 ? latest : time;
  }
}
