package slipway.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When a telling that failed is tried again. */
final class RetrySchedule {
  /** So that the many who failed in one moment do not come back in one. */
  private static final double JITTER = 0.1;

  private final DoubleSupplier chance;

  /**
   * @param chance from 0 up to 1
   */
  RetrySchedule(DoubleSupplier chance) {
    this.chance = chance;
  }

  /**
   * The wait before the next attempt; empty when there is none.
   *
   * @param waits before the second, third … attempt
   * @param attempts that were made, this one counted
   * @param asked what the other side asked for; it may lengthen a wait and never shortens one
   */
  Optional<Duration> next(List<Duration> waits, int attempts, Optional<Duration> asked) {
    if (attempts > waits.size()) {
      return Optional.empty();
    }
    Duration planned = waits.get(attempts - 1);
    Duration wait = planned.plusMillis((long) (planned.toMillis() * JITTER * chance.getAsDouble()));
    return Optional.of(asked.filter(longer -> longer.compareTo(wait) > 0).orElse(wait));
  }
}
