package slipway.records;

import java.util.OptionalLong;
import slipway.core.Changes;
import slipway.sql.Database;

/**
 * Counts the transactions of this process. A SQLite database belongs to one process alone, so they
 * are all there are; PostgreSQL may have other writers.
 */
public final class SqlChanges implements Changes {
  private final Database database;

  public SqlChanges(Database database) {
    this.database = database;
  }

  @Override
  public OptionalLong count() {
    return switch (database.dialect()) {
      case SQLITE -> OptionalLong.of(database.transactions());
      case POSTGRESQL -> OptionalLong.empty();
    };
  }
}
