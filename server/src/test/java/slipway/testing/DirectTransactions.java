package slipway.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import slipway.core.Transactions;

/**
 * One change at a time. Nothing is undone: for tests that a change rolls back, use a database. Safe
 * for any thread.
 */
public final class DirectTransactions implements Transactions {
  private final ReentrantLock one = new ReentrantLock();

  /** Only touched inside a change. */
  private final List<Runnable> after = new ArrayList<>();

  @Override
  public <T> T run(Supplier<T> change) {
    one.lock();
    try {
      T result = change.get();
      if (one.getHoldCount() == 1) {
        runAfterwards();
      }
      return result;
    } finally {
      if (one.getHoldCount() == 1) {
        after.clear(); // of a change that is undone
      }
      one.unlock();
    }
  }

  @Override
  public void afterwards(Runnable action) {
    if (isInside()) {
      after.add(action);
    } else {
      action.run();
    }
  }

  private void runAfterwards() {
    List<Runnable> now = List.copyOf(after);
    after.clear();
    now.forEach(Runnable::run);
  }

  /** Whether the calling thread is inside a change. */
  public boolean isInside() {
    return one.isHeldByCurrentThread();
  }
}
