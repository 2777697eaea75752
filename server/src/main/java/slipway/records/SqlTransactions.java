package slipway.records;

import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.sql.Database;
import slipway.sql.FullDatabase;
import slipway.sql.LostRace;

/** The house's transactions are the database's. */
public final class SqlTransactions implements Transactions {
  /** PostgreSQL gives up only one of those that are in each other's way, so the rest gets on. */
  private static final int ATTEMPTS = 10;

  private final Database database;

  public SqlTransactions(Database database) {
    this.database = database;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The outermost one is tried again when PostgreSQL gave it up for another one: two that lock
   * the same rows in another order, such as a part that finishes and a whole that is made of it.
   *
   * @throws ProblemException {@link Problem.NoSpace} when the database's disk is full (REL-13)
   */
  @Override
  public <T> T run(Supplier<T> change) {
    boolean isOutermost = !database.isInTransaction();
    for (int attempt = 1; ; attempt++) {
      try {
        return database.inTransaction(change::get);
      } catch (JdbiException failure) {
        if (FullDatabase.is(failure)) {
          throw new ProblemException(new Problem.NoSpace(), failure);
        }
        if (!isOutermost || attempt == ATTEMPTS || !LostRace.is(failure)) {
          throw failure;
        }
      }
    }
  }

  @Override
  public void afterwards(Runnable action) {
    database.afterCommit(action);
  }
}
