package slipway.records;

import java.util.function.Supplier;
import slipway.core.Transactions;
import slipway.sql.Database;

/** The house's transactions are the database's. */
public final class SqlTransactions implements Transactions {
  private final Database database;

  public SqlTransactions(Database database) {
    this.database = database;
  }

  @Override
  public <T> T run(Supplier<T> change) {
    return database.inTransaction(change::get);
  }
}
