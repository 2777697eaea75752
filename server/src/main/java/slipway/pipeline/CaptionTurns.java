package slipway.pipeline;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/**
 * Turns at reading captions. While one is read it takes several times the memory of its file, so
 * only so many are read at a time; who comes first is first. Safe for any thread.
 */
final class CaptionTurns {
  /** Together some 130 MB with what was sent, of a heap of 512. */
  static final int AT_ONCE = 2;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Semaphore free = new Semaphore(AT_ONCE, /* fair= */ true);
  private final Duration patience;

  /** One is read within a second, so this is for many who come at once. */
  CaptionTurns() {
    this(Duration.ofSeconds(20));
  }

  CaptionTurns(Duration patience) {
    this.patience = patience;
  }

  /** Lasts until it is closed, once, by whoever has it. */
  @FunctionalInterface
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for the next turn.
   *
   * @throws ProblemException {@link Problem.Busy} when too many others have come before, and when
   *     the server stops
   */
  Turn next() {
    try {
      if (free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return free::release;
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    throw new ProblemException(new Problem.Busy(RETRY_AFTER));
  }
}
