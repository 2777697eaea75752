package slipway.media.packaging;

import java.time.Duration;

/**
 * What a source may be at most so that it is packaged as it is (MD-53).
 *
 * @param maxLevel of H.264, ten times: 51 is 5.1
 * @param maxChannels of the audio track
 * @param maxStartDifference between video and audio
 * @param maxKeyFrameGap between two cut points, or the last one and the end
 * @param maxDuration of the file: each segment is described in memory
 * @param maxBitrate of video and audio together, in bits per second on average
 */
public record PackagingLimits(
    int maxLevel,
    int maxChannels,
    Duration maxStartDifference,
    Duration maxKeyFrameGap,
    Duration maxDuration,
    long maxBitrate) {
  /**
   * The numbers of MD-53, but for two. Key frames may lie 12 s apart: x264 by default places one
   * every 250 frames, 10.4 s at 24 frames per second, and most files are made that way. Sound may
   * have 6 channels: browsers mix them down, and making it anew would cost more time than the first
   * picture may take.
   */
  public static final PackagingLimits DEFAULT =
      new PackagingLimits(
          51, 6, Duration.ofMillis(500), Duration.ofSeconds(12), Duration.ofDays(2), 8_000_000);

  /**
   * For a source that was taken once: it goes on to be watched, also if it came before there was a
   * limit of its length.
   */
  public static final PackagingLimits KEPT =
      new PackagingLimits(
          DEFAULT.maxLevel(),
          DEFAULT.maxChannels(),
          DEFAULT.maxStartDifference(),
          DEFAULT.maxKeyFrameGap(),
          Duration.ofDays(30),
          DEFAULT.maxBitrate());
}
