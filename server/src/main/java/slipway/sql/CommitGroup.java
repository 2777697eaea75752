package slipway.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that share one commit, and with it one flush to the disk. Each is a savepoint within
 * the same transaction of the database, one after the other; all of them stand, or none does.
 * Everything but the waiting belongs to the thread whose turn it is.
 */
final class CommitGroup {
  /** So long is added to: a flush takes about as long, and the first one waits for both. */
  static final long LONGEST_NANOS = 5_000_000;

  private final Connection connection;
  private final LongSupplier nanos;
  private final CountDownLatch over = new CountDownLatch(1);
  private int members;

  /** When the first one began to wait for the commit. */
  private long waitedSince;

  private @Nullable SQLException failure;

  /** With a clock that only goes forward, as {@link System#nanoTime}. */
  CommitGroup(Connection connection, LongSupplier nanos) {
    this.connection = connection;
    this.nanos = nanos;
  }

  Connection connection() {
    return connection;
  }

  /** One more has done its work and waits for the commit. */
  void join() {
    if (members++ == 0) {
      waitedSince = nanos.getAsLong();
    }
  }

  /** Whether nobody waits for the commit. */
  boolean isEmpty() {
    return members == 0;
  }

  /** Whether those who wait may wait for one more. */
  boolean mayGrow() {
    return isEmpty() || nanos.getAsLong() - waitedSince < LONGEST_NANOS;
  }

  /** All of it is on the disk. */
  void committed() {
    over.countDown();
  }

  /** Nothing of it is. */
  void failed(SQLException reason) {
    failure = reason;
    over.countDown();
  }

  /**
   * Waits for the commit.
   *
   * @throws SQLException nothing was changed
   */
  void await() throws SQLException {
    awaitEnd();
    SQLException reason = failure;
    if (reason != null) {
      // Of its own for each thread: its stack says who waited.
      throw new SQLException(
          reason.getMessage(), reason.getSQLState(), reason.getErrorCode(), reason);
    }
  }

  /**
   * Waits until it is known what became of the commit, also when interrupted, because what is on
   * the disk must not be told as failed.
   */
  void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        over.await();
        break;
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
