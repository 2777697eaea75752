package slipway.core.video;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one track of a source.
 *
 * @param codec FFmpeg's name of the codec ({@code h264}, {@code aac} …)
 * @param bitrate bits a second, 0 when unknown
 * @param picture only for video
 * @param sound only for audio
 */
public record TrackFacts(
    String codec,
    Duration start,
    Duration duration,
    long bitrate,
    @Nullable Picture picture,
    @Nullable Sound sound) {

  /**
   * Facts of a video track.
   *
   * @param width display width in pixels, rotation and pixel aspect applied
   * @param height display height in pixels
   * @param fps frames a second, 0 when unknown
   * @param pixelFormat FFmpeg's name ({@code yuv420p}), {@code null} when unknown
   */
  public record Picture(int width, int height, double fps, @Nullable String pixelFormat) {}

  /**
   * Facts of an audio track.
   *
   * @param sampleRate samples a second
   * @param bitDepth bits a sample, 0 when the codec has no such thing
   */
  public record Sound(int channels, int sampleRate, int bitDepth) {}

  /** Whether this is a video track. */
  public boolean isVideo() {
    return picture != null;
  }
}
