package slipway.records;

import java.time.Instant;
import java.util.List;
import slipway.core.video.LooseFiles;
import slipway.sql.Database;

/** Loose files in SQL. */
public final class SqlLooseFiles implements LooseFiles {
  private final Database database;

  public SqlLooseFiles(Database database) {
    this.database = database;
  }

  @Override
  public void add(String key, Instant since) {
    database.doInTransaction(() ->
        database.use(handle ->
            handle
                .createUpdate(
                    """
                    insert into loose_file (file_key, since) values (:key, :since)
                    on conflict (file_key) do nothing
                    """)
                .bind("key", key)
                .bind("since", since)
                .execute()));
  }

  @Override
  public boolean remove(String key) {
    return database.inTransaction(() ->
        database.with(handle ->
            handle
                    .createUpdate("delete from loose_file where file_key = :key")
                    .bind("key", key)
                    .execute()
                == 1));
  }

  @Override
  public List<String> before(Instant time, int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select file_key from loose_file where since < :time
                order by since, file_key limit :limit
                """)
            .bind("time", time)
            .bind("limit", limit)
            .mapTo(String.class)
            .list());
  }
}
