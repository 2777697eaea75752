package slipway.core.upload;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules for uploads.
 *
 * @param ticketLifetime how long a ticket may start an upload by {@code PUT} (LP-55)
 * @param keepUnfinished how long an unfinished upload waits for its next byte (TUS-94)
 * @param keepUntouched how long one waits whose address nobody has asked for yet (TUS-69)
 * @param keepParts how long a finished part waits beyond that, and how long it stays after it was
 *     joined to a whole (TUS-99, TUS-135)
 * @param maxBytes the largest file taken
 * @param quota bytes of files that an account may store which has no quota of its own, {@code null}
 *     for any number
 * @param maxActiveTasks queued or running tasks of an account before it has to wait (LP-41)
 * @param maxOpen unfinished uploads of an account before it has to wait (TUS-289)
 * @param minutes of video that an account may store, {@code null} for any number (CF-32)
 * @param activeOf the same as {@code maxActiveTasks} for the doors that count otherwise
 */
public record UploadSettings(
    Duration ticketLifetime,
    Duration keepUnfinished,
    Duration keepUntouched,
    Duration keepParts,
    long maxBytes,
    @Nullable Long quota,
    int maxActiveTasks,
    int maxOpen,
    @Nullable Duration minutes,
    Map<String, Integer> activeOf) {

  public UploadSettings {
    activeOf = Map.copyOf(activeOf);
  }

  /** With any number of minutes, and every door counting alike. */
  public UploadSettings(
      Duration ticketLifetime,
      Duration keepUnfinished,
      Duration keepUntouched,
      Duration keepParts,
      long maxBytes,
      @Nullable Long quota,
      int maxActiveTasks,
      int maxOpen) {
    this(
        ticketLifetime,
        keepUnfinished,
        keepUntouched,
        keepParts,
        maxBytes,
        quota,
        maxActiveTasks,
        maxOpen,
        /* minutes= */ null,
        Map.of());
  }

  /** As it is, with one door that counts tasks in its own way. */
  public UploadSettings withActiveOf(String door, int most) {
    Map<String, Integer> more = new HashMap<>(activeOf);
    more.put(door, most);
    return new UploadSettings(
        ticketLifetime,
        keepUnfinished,
        keepUntouched,
        keepParts,
        maxBytes,
        quota,
        maxActiveTasks,
        maxOpen,
        minutes,
        more);
  }

  /** As it is, with so many minutes. */
  public UploadSettings withMinutes(@Nullable Duration most) {
    return new UploadSettings(
        ticketLifetime,
        keepUnfinished,
        keepUntouched,
        keepParts,
        maxBytes,
        quota,
        maxActiveTasks,
        maxOpen,
        most,
        activeOf);
  }

  /** Queued or running tasks of an account before that door tells it to wait. */
  int maxActiveAt(String door) {
    return activeOf.getOrDefault(door, maxActiveTasks);
  }

  /** 12 hours, 7 days, 1 hour, 1 day, 30 GiB (LP-57), no quota, 100 tasks, 1000 uploads. */
  public static UploadSettings defaults() {
    return new UploadSettings(
        Duration.ofHours(12),
        Duration.ofDays(7),
        Duration.ofHours(1),
        Duration.ofDays(1),
        30L << 30,
        /* quota= */ null,
        100,
        1000);
  }
}
