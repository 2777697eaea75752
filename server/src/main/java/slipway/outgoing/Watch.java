package slipway.outgoing;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call when its time is over, whatever its thread waits for: the time between two bytes is
 * not enough against a server that sends one a second. Safe for any thread.
 */
final class Watch {
  private final ScheduledFuture<?> alarm;
  private @Nullable Runnable hangUp;
  private boolean over;

  Watch(ScheduledExecutorService clock, Duration total) {
    this.alarm = clock.schedule(this::ring, total.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** From now on this ends the call; at once when the time is over already. */
  synchronized void ending(Runnable next) {
    hangUp = next;
    if (over) {
      next.run();
    }
  }

  /** Whether the time is over. */
  synchronized boolean isOver() {
    return over;
  }

  /** The call has ended by itself. */
  void stop() {
    alarm.cancel(/* mayInterruptIfRunning= */ false);
  }

  private synchronized void ring() {
    over = true;
    if (hangUp != null) {
      hangUp.run();
    }
  }
}
