package slipway.ingest.tus;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;

/**
 * Asks a door about creations, but not for longer than a client should wait; without a clear yes
 * nothing is created (TUS-274).
 */
final class Admissions {
  private static final Duration MOST = Duration.ofSeconds(5);

  private final TusDoor door;
  private final Duration most;

  Admissions(TusDoor door) {
    this(door, MOST);
  }

  /** With another patience, for tests. */
  Admissions(TusDoor door, Duration most) {
    this.door = door;
    this.most = most;
  }

  /**
   * Asks.
   *
   * @throws TusException 503 when the door takes too long
   * @throws Exception what the door throws
   */
  Admission ask(Request request, TusMetadata metadata) throws Exception {
    FutureTask<Admission> question = new FutureTask<>(() -> door.admit(request, metadata));
    Thread thread =
        Thread.ofVirtual()
            .name("admission")
            .start(() -> ScopedValue.where(Request.CURRENT_ID, request.id()).run(question));
    try {
      return question.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      thread.interrupt();
      throw new TusException(TusError.BUSY.refusal().with("Retry-After", "5"));
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw failed;
      }
    } catch (InterruptedException stopped) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new ProblemException(new Problem.ShuttingDown(), stopped);
    }
  }
}
