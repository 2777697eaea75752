package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.core.caption.Caption;
import slipway.core.caption.Captions;
import slipway.sql.Database;

/** Captions in SQL. */
public final class SqlCaptions implements Captions {
  private static final String CAPTION =
      "select number, video, language, label, kind, origin, blob, size, updated_at from caption ";

  private final Database database;

  public SqlCaptions(Database database) {
    this.database = database;
  }

  @Override
  public long nextNumber() {
    return Counter.next(database, "caption");
  }

  @Override
  public void add(Caption caption) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into caption
                  (number, video, language, label, kind, origin, blob, size, updated_at)
                values
                  (:number, :video, :language, :label, :kind, :origin, :blob, :size, :updatedAt)
                """)
            .bindMethods(caption)
            .execute());
  }

  @Override
  public void update(Caption caption) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update caption set language = :language, label = :label, kind = :kind,
                  origin = :origin, blob = :blob, size = :size, updated_at = :updatedAt
                where number = :number
                """)
            .bindMethods(caption)
            .execute());
  }

  @Override
  public Optional<Caption> byNumber(long number) {
    return database.with(handle ->
        handle
            .createQuery(CAPTION + "where number = :number" + RowLock.of(database))
            .bind("number", number)
            .map((row, context) -> caption(row))
            .findOne());
  }

  @Override
  public List<Caption> of(UUID video) {
    return database.with(handle ->
        handle
            .createQuery(CAPTION + "where video = :video order by number")
            .bind("video", video)
            .map((row, context) -> caption(row))
            .list());
  }

  @Override
  public void remove(long number) {
    database.use(handle ->
        handle
            .createUpdate("delete from caption where number = :number")
            .bind("number", number)
            .execute());
  }

  @Override
  public void removeAll(UUID video) {
    database.inTransaction(() ->
        database.with(handle ->
            handle
                .createUpdate("delete from caption where video = :video")
                .bind("video", video)
                .execute()));
  }

  private static Caption caption(ResultSet row) throws SQLException {
    return new Caption(
        row.getLong("number"),
        UUID.fromString(row.getString("video")),
        row.getString("language"),
        row.getString("label"),
        Caption.Kind.valueOf(row.getString("kind")),
        Caption.Origin.valueOf(row.getString("origin")),
        row.getString("blob"),
        row.getLong("size"),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }
}
