package slipway.sql;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a transaction that the database gave up for another one from other failures. */
public final class LostRace {
  /** Serialisation failure and deadlock (PostgreSQL, appendix A). */
  private static final Set<String> STATES = Set.of("40001", "40P01");

  private LostRace() {}

  /** Whether the same transaction, tried again, may well succeed. */
  public static boolean is(Throwable failure) {
    // A chain of causes may be closed to a ring; nobody nests them this deep.
    int depth = 0;
    for (@Nullable Throwable at = failure; at != null && depth < 20; at = at.getCause(), depth++) {
      if (at instanceof SQLException sql && STATES.contains(String.valueOf(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }
}
