package slipway.core.upload;

import java.time.Duration;

/**
 * Rules for uploads.
 *
 * @param ticketLifetime how long a ticket may start an upload by {@code PUT} (LP-55)
 * @param keepUnfinished how long an unfinished upload waits for its next byte (TUS-94)
 * @param maxBytes the largest file taken
 * @param maxActiveTasks queued or running tasks of an account before it has to wait (LP-41)
 */
public record UploadSettings(
    Duration ticketLifetime, Duration keepUnfinished, long maxBytes, int maxActiveTasks) {

  /** 12 hours, 7 days, 30 GiB (LP-57), 100 tasks. */
  public static UploadSettings defaults() {
    return new UploadSettings(Duration.ofHours(12), Duration.ofDays(7), 30L << 30, 100);
  }
}
