package slipway.http;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory for bodies that handlers hold whole, one budget for all requests of the server. Bytes
 * count when they have arrived: what a client only announces keeps nothing from others. Where there
 * is no room a body waits for some time, with its client held back by the socket, and is then
 * refused.
 *
 * <p>Bodies that wait hold what came of them, so they could wait for each other until all are
 * refused. Therefore the eldest of them never waits: it may go beyond the budget, up to its own
 * limit, and gives everything back when it is done. All together take at most the budget and one
 * body.
 *
 * <p>The last quarter is for small bodies, so that a few large ones on slow lines do not keep
 * everybody else from being heard.
 */
final class BodyMemory {
  /** Shorter than clients wait for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** What counts as small, in bytes: nearly all requests of an API are. */
  private static final int SMALL = 64 << 10;

  private final long most;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LinkedHashSet<Share> holders = new LinkedHashSet<>();
  private long used;
  private boolean stopped;

  /** A budget of so many bytes. */
  BodyMemory(long most) {
    this(most, PATIENCE);
  }

  /**
   * A budget.
   *
   * @param patience how long a body waits for room
   */
  BodyMemory(long most, Duration patience) {
    this.most = most;
    this.patience = patience;
  }

  /** A share for a body of which nothing is held yet. */
  Share share() {
    return new Share();
  }

  /** Nobody waits from now on: the server stops (TUS-176). */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that are held now. */
  long used() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }

  /** What one body holds. Safe for any thread. */
  final class Share {
    private long held;

    private Share() {}

    /**
     * Waits until there is room for so many bytes more, which are then held.
     *
     * @throws BodyException.NoRoom when there was none for too long
     * @throws BodyException.ServerStopping when there is none and the server stops
     */
    void take(long bytes) throws BodyException, InterruptedIOException {
      long left = patience.toNanos();
      lock.lock();
      try {
        holders.add(this);
        while (!fits(bytes)) {
          if (stopped) {
            throw new BodyException.ServerStopping();
          }
          if (left <= 0) {
            throw new BodyException.NoRoom(RETRY_AFTER);
          }
          left = changed.awaitNanos(left);
        }
        held += bytes;
        used += bytes;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for memory");
      } finally {
        lock.unlock();
      }
    }

    private boolean fits(long bytes) {
      long free = most - used - (held + bytes > SMALL ? most / 4 : 0);
      return bytes <= free || holders.getFirst() == this;
    }

    /** Gives everything back. Does nothing the second time. */
    void giveBack() {
      lock.lock();
      try {
        used -= held;
        held = 0;
        if (holders.remove(this)) {
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
