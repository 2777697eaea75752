package slipway.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a job on this node, from being picked until its end is written. */
final class Run implements JobControl {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  /** Who wants it to end. */
  enum Cancel {
    /** Its job is gone or somebody else's: the result does not count. */
    DROPPED,
    /** The server stops: the job goes back. */
    STOPPED
  }

  /** How much later than a tool this process may hear of a signal that was for both. */
  private static final Duration NEWS = Duration.ofSeconds(1);

  private final long version;
  private final CountDownLatch stopping;
  private final List<Runnable> onCancel = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Thread handler;
  private @Nullable Cancel cancel;

  /**
   * @param version the fence of the picked row
   * @param stopping down when a stop of the server has begun
   */
  Run(long version, CountDownLatch stopping) {
    this.version = version;
    this.stopping = stopping;
  }

  long version() {
    return version;
  }

  /** Lets the calling thread be interrupted from here on. */
  synchronized void handlerBegins() {
    handler = Thread.currentThread();
    if (cancel != null) {
      handler.interrupt();
    }
  }

  /** From here on nobody interrupts the thread, so that the end can be written. */
  @SuppressWarnings("InterruptedExceptionSwallowed") // the interrupt was for the handler alone
  synchronized void handlerEnds() {
    handler = null;
    onCancel.clear();
    Thread.interrupted();
  }

  /** The first wish counts, except that dropping overrides stopping. */
  void cancel(Cancel wish) {
    List<Runnable> actions;
    synchronized (this) {
      if (cancel == null || wish == Cancel.DROPPED) {
        cancel = wish;
      }
      actions = List.copyOf(onCancel);
      onCancel.clear();
      if (handler != null) {
        handler.interrupt();
      }
    }
    actions.forEach(Run::runSafely);
  }

  synchronized boolean stopped() {
    return cancel == Cancel.STOPPED;
  }

  @Override
  public synchronized boolean cancelled() {
    return cancel != null;
  }

  @Override
  public boolean cutShort() {
    try {
      if (!cancelled() && !stopping.await(NEWS.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt(); // It is cancelled, then.
    }
    synchronized (this) {
      if (cancel == null) {
        cancel = Cancel.STOPPED;
      }
    }
    return true;
  }

  @Override
  public void onCancel(Runnable action) {
    synchronized (this) {
      if (cancel == null) {
        onCancel.add(action);
        return;
      }
    }
    runSafely(action);
  }

  void end() {
    ended.countDown();
  }

  boolean awaitEnd(Duration patience) throws InterruptedException {
    return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void runSafely(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException failure) {
      LOG.error("A job's cancel action failed", failure);
    }
  }
}
