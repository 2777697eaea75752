package slipway.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells a database whose disk is full from one that is broken: the first heals by itself. */
public final class FullDatabase {
  /** {@code SQLITE_FULL} of sqlite3.h. */
  private static final int SQLITE_FULL = 13;

  /** {@code disk_full} of PostgreSQL's error codes. */
  private static final String DISK_FULL = "53100";

  private FullDatabase() {}

  /** Whether this failure, or what caused it, is a write that found no room. */
  public static boolean is(Throwable failure) {
    // A chain of causes may be closed to a ring; nobody nests them this deep.
    int depth = 0;
    for (@Nullable Throwable at = failure; at != null && depth < 20; at = at.getCause(), depth++) {
      if (at instanceof SQLException sql
          && (isSqlite(sql) || DISK_FULL.equals(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSqlite(SQLException failure) {
    return failure instanceof org.sqlite.SQLiteException
        && (failure.getErrorCode() & 0xff) == SQLITE_FULL;
  }
}
