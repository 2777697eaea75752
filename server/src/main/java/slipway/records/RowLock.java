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
    return isNeeded(database) ? " for update" : "";
  }

  /**
   * As {@link #of}, for a row that others refer to. Whoever adds a row that refers to it holds a
   * lock that "for update" would wait for: two who did so for one account would wait for each
   * other.
   */
  static String ofReferredTo(Database database) {
    return isNeeded(database) ? " for no key update" : "";
  }

  private static boolean isNeeded(Database database) {
    return database.isInTransaction() && database.dialect() == Dialect.POSTGRESQL;
  }
}
