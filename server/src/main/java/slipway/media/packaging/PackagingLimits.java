package slipway.media.packaging;

import java.time.Duration;

/**
 * What a source may be at most so that it is packaged as it is (MD-53).
 *
 * @param maxLevel of H.264, ten times: 51 is 5.1
 * @param maxChannels of the audio track
 * @param maxStartDifference between video and audio
 * @param maxKeyFrameGap between two cut points, or the last one and the end; also between when a
 *     picture is decoded and when it is shown, for none refers beyond a cut point
 * @param maxDuration of the file: each segment is described in memory
 * @param maxSamples pictures and sounds of all tracks together: each is said something of wherever
 *     they are sent in one file
 * @param maxBitrate of video and audio together, in bits per second on average
 */
public record PackagingLimits(
    int maxLevel,
    int maxChannels,
    Duration maxStartDifference,
    Duration maxKeyFrameGap,
    Duration maxDuration,
    int maxSamples,
    long maxBitrate) {
  /**
   * The numbers of MD-53, but for two. Key frames may lie 12 s apart: x264 by default places one
   * every 250 frames, 10.4 s at 24 frames per second, and most files are made that way. Sound may
   * have 6 channels: browsers mix them down, and making it anew would cost more time than the first
   * picture may take. Eight million pictures and sounds are a day of both.
   */
  public static final PackagingLimits DEFAULT =
      new PackagingLimits(
          51,
          6,
          Duration.ofMillis(500),
          Duration.ofSeconds(12),
          Duration.ofDays(2),
          8_000_000,
          8_000_000);

  /**
   * For a source that was taken once, see {@link PackagingCheck#ofTaken}: it goes on to be watched,
   * also if it came before there was a limit of its length.
   */
  static final PackagingLimits KEPT =
      new PackagingLimits(
          DEFAULT.maxLevel(),
          DEFAULT.maxChannels(),
          DEFAULT.maxStartDifference(),
          DEFAULT.maxKeyFrameGap(),
          Duration.ofDays(30),
          DEFAULT.maxSamples(),
          DEFAULT.maxBitrate());
}
