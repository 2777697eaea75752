package slipway.records;

import slipway.sql.Database;

/** Numbers without gaps in the order of commits. */
final class Counter {
  private Counter() {}

  /** The next number; inside a transaction, which holds the counter until its end. */
  static long next(Database database, String name) {
    return database.with(handle ->
        handle
            .createQuery("update counter set value = value + 1 where name = :name returning value")
            .bind("name", name)
            .mapTo(Long.class)
            .one());
  }
}
