package slipway.media.packaging;

import java.time.Duration;

/**
 * What a source may be at most so that it is packaged as it is (MD-53).
 *
 * @param maxLevel of H.264, ten times: 51 is 5.1
 * @param maxChannels of the audio track
 * @param maxStartDifference between video and audio
 * @param maxKeyFrameGap between two cut points, or the last one and the end
 * @param maxBitrate of video and audio together, in bits per second on average
 */
public record PackagingLimits(
    int maxLevel,
    int maxChannels,
    Duration maxStartDifference,
    Duration maxKeyFrameGap,
    long maxBitrate) {
  /** The numbers of MD-53. */
  public static final PackagingLimits DEFAULT =
      new PackagingLimits(51, 2, Duration.ofMillis(500), Duration.ofSeconds(10), 8_000_000);
}
