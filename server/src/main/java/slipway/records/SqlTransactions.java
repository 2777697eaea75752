package slipway.records;

import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.sql.Database;
import slipway.sql.FullDatabase;

/** The house's transactions are the database's. */
public final class SqlTransactions implements Transactions {
  private final Database database;

  public SqlTransactions(Database database) {
    this.database = database;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ProblemException {@link Problem.NoSpace} when the database's disk is full (REL-13)
   */
  @Override
  public <T> T run(Supplier<T> change) {
    try {
      return database.inTransaction(change::get);
    } catch (JdbiException failure) {
      throw FullDatabase.is(failure)
          ? new ProblemException(new Problem.NoSpace(), failure)
          : failure;
    }
  }
}
