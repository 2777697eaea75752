package slipway.records;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import slipway.core.download.Download;
import slipway.core.download.Downloads;
import slipway.sql.Database;

/** Offers of downloads in SQL. */
public final class SqlDownloads implements Downloads {
  private final Database database;

  public SqlDownloads(Database database) {
    this.database = database;
  }

  @Override
  public void add(Download download) {
    database.use(handle ->
        handle
            .createUpdate(
                "insert into download (video, kind, offered_at) values (:video, :kind, :offeredAt)")
            .bindMethods(download)
            .execute());
  }

  @Override
  public List<Download> of(UUID video) {
    return database.with(handle ->
        handle
            .createQuery("select kind, offered_at from download where video = :video order by kind")
            .bind("video", video)
            .map((row, context) ->
                new Download(
                    video,
                    Download.Kind.valueOf(row.getString("kind")),
                    Instant.ofEpochMilli(row.getLong("offered_at"))))
            .list());
  }

  @Override
  public void remove(UUID video, Download.Kind kind) {
    database.use(handle ->
        handle
            .createUpdate("delete from download where video = :video and kind = :kind")
            .bind("video", video)
            .bind("kind", kind)
            .execute());
  }
}
