package slipway.records;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.problem.BusyException;
import slipway.sql.BusyDatabase;

/** What the house calls a failure of its database. */
public final class FailuresOfDatabase {
  private static final Logger log = LoggerFactory.getLogger(FailuresOfDatabase.class);

  private FailuresOfDatabase() {}

  /** A {@link BusyException} if the same works again later (TUS-71), else the failure itself. */
  public static RuntimeException named(RuntimeException failure) {
    if (!BusyDatabase.is(failure)) {
      return failure;
    }
    // No stack: in an outage every request comes by here.
    log.warn("the database is busy or away: {}", String.valueOf(failure.getMessage()));
    return new BusyException(failure);
  }
}
