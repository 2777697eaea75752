package slipway.ingest;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How somebody looks at an upload's offset without ending its writer (TUS-161): the writer makes
 * durable what it has, says so, and rests for a moment in which a newcomer may take over exactly
 * there. Nobody polls (TUS-168). Safe for any thread.
 */
final class Rest {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** How many look. */
  private int lookers;

  /** For how long the next rest is wanted. */
  private Duration wanted = Duration.ZERO;

  /** Counts the times at which everything was durable. */
  private long looks;

  private boolean resting;
  private boolean left;

  // Who looks.

  /**
   * Waits until all that the writer had is durable.
   *
   * @param rest for how long nothing more shall be written then, so that the offset stays true
   * @param patience how long the writer may take to come to it
   * @return whether it came to it; false when nothing arrives at it, or it is leaving
   */
  boolean look(Duration rest, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long before = looks;
      long left = patience.toNanos();
      lookers++;
      wanted = rest.compareTo(wanted) > 0 ? rest : wanted;
      try {
        while (looks == before && !resting && !this.left && left > 0) {
          left = changed.awaitNanos(left);
        }
        return looks != before || resting;
      } finally {
        lookers--;
      }
    } finally {
      lock.unlock();
    }
  }

  /** The writer must end; its rest is over. */
  void leave() {
    lock.lock();
    try {
      left = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // Who writes.

  /** Whether somebody looks. */
  boolean isWanted() {
    lock.lock();
    try {
      return lookers > 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Everything is durable: says so and rests.
   *
   * @return whether to go on; false when somebody took over meanwhile, at the offset that was told
   */
  boolean rest() throws InterruptedException {
    lock.lock();
    try {
      looks++;
      long nanos = wanted.toNanos();
      wanted = Duration.ZERO;
      resting = true;
      changed.signalAll();
      while (!left && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return !left;
    } finally {
      resting = false;
      lock.unlock();
    }
  }
}
