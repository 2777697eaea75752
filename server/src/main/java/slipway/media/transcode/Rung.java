package slipway.media.transcode;

import java.time.Duration;
import slipway.media.probe.Ratio;
import slipway.media.probe.Track.Size;

/**
 * One picture file of a ladder, before anything runs.
 *
 * @param name {@code [a-z0-9-]+}, unique in its ladder
 * @param size in pixels, both even; pixels are square and the picture is upright
 * @param rate frames per second
 * @param resample whether frames are dropped or repeated to reach the rate
 * @param maxRate bits per second
 * @param quality constant rate factor
 * @param keyFrames distance of key frames; zero makes every picture one
 */
public record Rung(
    String name,
    Size size,
    Ratio rate,
    boolean resample,
    long maxRate,
    int quality,
    VideoEncoder encoder,
    H264Profile profile,
    Duration keyFrames) {

  /**
   * Its file in the work folder. Not by its name, which somebody may have chosen: words of others
   * are no part of a command (MD-07).
   *
   * @param number of the rung in its plan, from 0
   */
  public String fileName(int number) {
    return "v" + number + (encoder.streams() ? ".mp4" : ".webm");
  }
}
