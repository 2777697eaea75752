package slipway.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is busy or away from one that is broken: the first comes back. */
public final class BusyDatabase {
  /** {@code SQLITE_BUSY} and {@code SQLITE_LOCKED} of sqlite3.h. */
  private static final Set<Integer> SQLITE_IN_USE = Set.of(5, 6);

  /** Class 08 of PostgreSQL's error codes, connection exceptions. */
  private static final String NO_CONNECTION = "08";

  /**
   * Shut down by an administrator, after a crash of another connection, still starting, and too
   * many connections (PostgreSQL, appendix A).
   */
  private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53300");

  private BusyDatabase() {}

  /** Whether this failure, or what caused it, passes without anybody mending anything. */
  public static boolean is(Throwable failure) {
    // A chain of causes may be closed to a ring; nobody nests them this deep.
    int depth = 0;
    for (@Nullable Throwable at = failure; at != null && depth < 20; at = at.getCause(), depth++) {
      // The pool says this when no connection was to be had in time.
      if (at instanceof SQLTransientConnectionException
          || (at instanceof SQLException sql && (isSqlite(sql) || isPostgres(sql)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSqlite(SQLException failure) {
    return failure instanceof org.sqlite.SQLiteException
        && SQLITE_IN_USE.contains(failure.getErrorCode() & 0xff);
  }

  private static boolean isPostgres(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith(NO_CONNECTION) || AWAY.contains(state);
  }
}
