package slipway.media.packaging;

import java.time.Duration;

/**
 * How long segments are to be (MD-57). A segment ends at the first cut point at or after its
 * target, so most are a little longer.
 *
 * @param firstSegment of the first one, short so that the picture comes soon
 * @param segment of all others
 */
public record PackagingSettings(Duration firstSegment, Duration segment) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** 2 s, then 6 s. */
  public static final PackagingSettings DEFAULT = target(Duration.ofSeconds(6));

  /** Takes what is too short or too long to the nearest that works: 1 s to 20 s. */
  public PackagingSettings {
    firstSegment = clamp(firstSegment);
    segment = clamp(segment);
  }

  /** A wished length, with a first segment of at most 2 s. */
  public static PackagingSettings target(Duration segment) {
    Duration two = Duration.ofSeconds(2);
    return new PackagingSettings(segment.compareTo(two) < 0 ? segment : two, segment);
  }

  private static Duration clamp(Duration duration) {
    return duration.compareTo(SHORTEST) < 0
        ? SHORTEST
        : duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
  }
}
