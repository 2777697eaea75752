package slipway.records;

import slipway.sql.Database;
import slipway.sql.Dialect;

/**
 * Whoever reads a row inside a transaction means to change it. SQLite has one transaction at a
 * time; PostgreSQL would let two read the same state and the later one undo the earlier (a video
 * that was deleted while it became ready would come back), so there the row is locked.
 */
final class RowLock {
  private RowLock() {}

  /** What goes at the end of a query for one row. */
  static String of(Database database) {
    return database.isInTransaction() && database.dialect() == Dialect.POSTGRESQL
        ? " for update"
        : "";
  }
}
