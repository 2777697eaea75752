package slipway.records;

import java.util.Optional;
import java.util.UUID;
import slipway.core.upload.FetchAuthorizations;
import slipway.sql.Database;

/** The secrets of imports in SQL. */
public final class SqlFetchAuthorizations implements FetchAuthorizations {
  private final Database database;

  public SqlFetchAuthorizations(Database database) {
    this.database = database;
  }

  @Override
  public void keep(UUID video, String value) {
    database.use(handle ->
        handle
            .createUpdate("insert into fetch_authorization (video, value) values (:video, :value)")
            .bind("video", video)
            .bind("value", value)
            .execute());
  }

  @Override
  public Optional<String> of(UUID video) {
    return database.with(handle ->
        handle
            .createQuery("select value from fetch_authorization where video = :video")
            .bind("video", video)
            .mapTo(String.class)
            .findOne());
  }

  @Override
  public void keepAddress(UUID video, String url) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into fetch_address (video, url) values (:video, :url)
                on conflict (video) do update set url = excluded.url
                """)
            .bind("video", video)
            .bind("url", url)
            .execute());
  }

  @Override
  public Optional<String> addressOf(UUID video) {
    return database.with(handle ->
        handle
            .createQuery("select url from fetch_address where video = :video")
            .bind("video", video)
            .mapTo(String.class)
            .findOne());
  }

  @Override
  public void forget(UUID video) {
    database.inTransaction(() ->
        database.with(handle -> {
          int secrets =
              handle
                  .createUpdate("delete from fetch_authorization where video = :video")
                  .bind("video", video)
                  .execute();
          return secrets
              + handle
                  .createUpdate("delete from fetch_address where video = :video")
                  .bind("video", video)
                  .execute();
        }));
  }
}
