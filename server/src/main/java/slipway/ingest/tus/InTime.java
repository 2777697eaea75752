package slipway.ingest.tus;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** Work that a client waits for no longer than it should, whatever the work waits for. */
final class InTime {
  private InTime() {}

  /**
   * The handler, or the answer of another one when it takes too long (TUS-34). What was begun goes
   * on behind the client's back, as everything that it may wait for ends some time.
   *
   * @param late answers then
   */
  static Handler handler(Duration most, Handler handler, Handler late) {
    return request -> {
      Work<Response> work = Work.begin("look", request, () -> handler.handle(request));
      try {
        return work.within(most);
      } catch (TimeoutException _) {
        return late.handle(request);
      }
    };
  }

  /** Something that another thread does for a request. */
  static final class Work<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    private Work(FutureTask<T> task, Thread thread) {
      this.task = task;
      this.thread = thread;
    }

    static <T> Work<T> begin(String name, Request request, Callable<T> work) {
      FutureTask<T> task = new FutureTask<>(work);
      Thread thread =
          Thread.ofVirtual()
              .name(name)
              .start(() -> ScopedValue.where(Request.CURRENT_ID, request.id()).run(task));
      return new Work<>(task, thread);
    }

    /**
     * What comes of it.
     *
     * @throws TimeoutException when that takes longer
     * @throws Exception what the work throws
     */
    T within(Duration most) throws Exception {
      try {
        return task.get(most.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException failed) {
        switch (failed.getCause()) {
          case Exception cause -> throw cause;
          case Error cause -> throw cause;
          case null, default -> throw failed;
        }
      } catch (InterruptedException stopped) {
        stop();
        Thread.currentThread().interrupt();
        throw new ProblemException(new Problem.ShuttingDown(), stopped);
      }
    }

    /** Nobody waits for it any more, and it may end anywhere. */
    void stop() {
      thread.interrupt();
    }
  }
}
