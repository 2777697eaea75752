package slipway.records;

import java.util.Optional;
import java.util.OptionalLong;
import slipway.core.quality.QualityDefaults;
import slipway.sql.Database;

/** Chosen sets of qualities in SQL. */
public final class SqlQualityDefaults implements QualityDefaults {
  private final Database database;

  public SqlQualityDefaults(Database database) {
    this.database = database;
  }

  @Override
  public OptionalLong of(long account) {
    Optional<Long> set =
        database.with(handle ->
            handle
                .createQuery("select quality_set from quality_default where account = :account")
                .bind("account", account)
                .mapTo(Long.class)
                .findOne());
    return set.isPresent() ? OptionalLong.of(set.get()) : OptionalLong.empty();
  }

  @Override
  public void put(long account, OptionalLong set) {
    database.use(handle -> {
      handle
          .createUpdate("delete from quality_default where account = :account")
          .bind("account", account)
          .execute();
      if (set.isPresent()) {
        handle
            .createUpdate(
                "insert into quality_default (account, quality_set) values (:account, :set)")
            .bind("account", account)
            .bind("set", set.getAsLong())
            .execute();
      }
    });
  }
}
