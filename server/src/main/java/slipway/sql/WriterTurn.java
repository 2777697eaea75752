package slipway.sql;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The right to write, which one thread has at a time, in the order of arrival. It is handed from
 * one thread to the next and is never free while somebody waits: so whoever passes it on knows that
 * there is a next one, which a lock of the JDK does not say. Safe for any thread.
 */
final class WriterTurn {
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private @Nullable Thread holder;

  /**
   * Waits for the turn.
   *
   * @return whether this thread has it now; false when the patience was over before
   * @throws InterruptedException while it waited, and it does not have it
   */
  boolean take(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (Thread.currentThread().equals(holder)) {
        throw new IllegalStateException(
            "This thread already holds the writing connection; it would wait for itself");
      }
      if (holder == null) {
        holder = Thread.currentThread();
        return true;
      }
      Waiter me = new Waiter(Thread.currentThread(), lock.newCondition());
      waiters.add(me);
      return await(me, patience.toNanos());
    } finally {
      lock.unlock();
    }
  }

  private boolean await(Waiter me, long nanos) throws InterruptedException {
    try {
      while (!me.hasTurn && nanos > 0) {
        nanos = me.granted.awaitNanos(nanos);
      }
    } catch (InterruptedException interrupted) {
      if (!me.hasTurn) {
        waiters.remove(me);
        throw interrupted;
      }
      me.thread.interrupt(); // The turn came first; whoever works with it sees the interrupt.
    }
    if (!me.hasTurn) {
      waiters.remove(me);
    }
    return me.hasTurn;
  }

  /**
   * Hands the turn to whoever has waited longest; false, and nothing is changed, if nobody does.
   */
  boolean passIfWanted() {
    lock.lock();
    try {
      Waiter next = waiters.poll();
      if (next == null) {
        return false;
      }
      holder = next.thread;
      next.hasTurn = true;
      next.granted.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the turn up. */
  void pass() {
    lock.lock();
    try {
      if (!passIfWanted()) {
        holder = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many stand in line. */
  int waiting() {
    lock.lock();
    try {
      return waiters.size();
    } finally {
      lock.unlock();
    }
  }

  /** One in line; guarded by the lock. */
  private static final class Waiter {
    final Thread thread;
    final Condition granted;
    boolean hasTurn;

    Waiter(Thread thread, Condition granted) {
      this.thread = thread;
      this.granted = granted;
    }
  }
}
