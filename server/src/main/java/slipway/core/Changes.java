package slipway.core;

import java.util.OptionalLong;

/**
 * Tells whether anything that the house remembers may have changed since an earlier look, so that
 * what was read once may be used again without a look at the tables. What was kept before somebody
 * got an answer counts for every request that begins after that answer.
 */
@FunctionalInterface
public interface Changes {

  /**
   * A number that grows with every change; ask for it before reading what is to be kept. Empty when
   * others may change things without our knowing: then everything has to be read anew.
   */
  OptionalLong count();

  /** Knows nothing, so everything is read anew each time. */
  static Changes unseen() {
    return OptionalLong::empty;
  }
}
