package slipway.migration;

import java.time.Duration;

/** Waits; handed in so that tests need not. */
@FunctionalInterface
public interface Pause {
  void of(Duration time) throws InterruptedException;
}
