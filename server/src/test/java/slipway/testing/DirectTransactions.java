package slipway.testing;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import slipway.core.Transactions;

/**
 * One change at a time. Nothing is undone: for tests that a change rolls back, use a database. Safe
 * for any thread.
 */
public final class DirectTransactions implements Transactions {
  private final ReentrantLock one = new ReentrantLock();

  @Override
  public <T> T run(Supplier<T> change) {
    one.lock();
    try {
      return change.get();
    } finally {
      one.unlock();
    }
  }

  /** Whether the calling thread is inside a change. */
  public boolean isInside() {
    return one.isHeldByCurrentThread();
  }
}
