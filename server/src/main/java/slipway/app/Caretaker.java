package slipway.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does small chores again and again, one at a time, until it is closed. */
final class Caretaker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Caretaker.class);

  /** A chore that was told to stop is over in a moment, unless the disk hangs. */
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("caretaker").factory());

  /** A chore, now and then again after each pause. One that fails is tried again next time. */
  void every(Duration pause, String name, Runnable chore) {
    Runnable safely =
        () -> {
          try {
            chore.run();
          } catch (RuntimeException failure) {
            log.warn("{} failed; it is tried again in {}", name, pause, failure);
          }
        };
    var _ = thread.scheduleWithFixedDelay(safely, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits for the chore that runs: what it uses, as the database, is closed next. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(STOP_GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
        log.warn("a chore did not stop within {}", STOP_GRACE);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
