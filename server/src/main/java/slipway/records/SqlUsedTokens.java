package slipway.records;

import java.time.Instant;
import slipway.core.account.UsedTokens;
import slipway.sql.Database;

/** Used tokens in SQL, so that one that was used on one machine is used up on all. */
public final class SqlUsedTokens implements UsedTokens {
  private final Database database;

  public SqlUsedTokens(Database database) {
    this.database = database;
  }

  @Override
  public boolean use(String id, Instant until, Instant now) {
    return database.inTransaction(() ->
        database.with(handle -> {
          handle
              .createUpdate("delete from used_token where until_at < :now")
              .bind("now", now)
              .execute();
          return handle
                  .createUpdate(
                      """
                      insert into used_token (id, until_at) values (:id, :until)
                      on conflict (id) do nothing
                      """)
                  .bind("id", id)
                  .bind("until", until)
                  .execute()
              == 1;
        }));
  }
}
