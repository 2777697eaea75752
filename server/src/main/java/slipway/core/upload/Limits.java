package slipway.core.upload;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one ticket lets its holder go. The owner says it when the ticket is made, and it is kept
 * with the upload; nothing that comes with the bytes can widen it (REL-82), and the house's own
 * limits hold besides.
 *
 * @param maxBytes the largest file, {@code null} for the house's limit
 * @param maxDuration the longest video, {@code null} for any
 * @param closesAt when the upload ends, bytes or not (CF-67); {@code null} when it may go on as
 *     long as bytes come
 * @param minDuration the shortest video, {@code null} for any (CF-80)
 */
public record Limits(
    @Nullable Long maxBytes,
    @Nullable Duration maxDuration,
    @Nullable Instant closesAt,
    @Nullable Duration minDuration) {

  private static final Limits NONE = new Limits(null, null, null);

  /**
   * Checks the figures.
   *
   * @throws IllegalArgumentException when one of them leaves no room for any file
   */
  public Limits {
    if ((maxBytes != null && maxBytes < 1) || (maxDuration != null && !maxDuration.isPositive())) {
      throw new IllegalArgumentException("limits that nothing fits into: " + maxBytes);
    }
  }

  /** However short. */
  public Limits(
      @Nullable Long maxBytes, @Nullable Duration maxDuration, @Nullable Instant closesAt) {
    this(maxBytes, maxDuration, closesAt, /* minDuration= */ null);
  }

  /** Only the house's own limits. */
  public static Limits none() {
    return NONE;
  }

  /** The largest file in bytes where the house takes {@code house}. */
  long bytesWithin(long house) {
    return maxBytes == null ? house : Math.min(maxBytes, house);
  }

  /** The end that was planned, or the upload's own if that is sooner. */
  Instant endWithin(Instant planned) {
    return closesAt != null && closesAt.isBefore(planned) ? closesAt : planned;
  }
}
