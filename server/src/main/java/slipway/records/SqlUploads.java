package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.core.upload.Upload;
import slipway.core.upload.Uploads;
import slipway.sql.Database;

/** Uploads in SQL. */
public final class SqlUploads implements Uploads {
  private static final String UPLOAD =
      """
      select id, video, account, door, ticket_hash, ticket_expires_at, state, length, byte_offset,
        metadata, created_at, touched_at, expires_at
      from upload
      """;

  private final Database database;

  public SqlUploads(Database database) {
    this.database = database;
  }

  @Override
  public void add(Upload upload) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into upload
                  (id, video, account, door, ticket_hash, ticket_expires_at, state, length,
                   byte_offset, metadata, created_at, touched_at, expires_at)
                values
                  (:id, :video, :account, :door, :ticketHash, :ticketExpiresAt, :state,
                   :length, :offset, :metadata, :createdAt, :touchedAt, :expiresAt)
                """)
            .bindMethods(upload)
            .execute());
  }

  @Override
  public void update(Upload upload) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update upload set state = :state, length = :length, byte_offset = :offset,
                  metadata = :metadata, touched_at = :touchedAt, expires_at = :expiresAt
                where id = :id
                """)
            .bindMethods(upload)
            .execute());
  }

  @Override
  public Optional<Upload> byId(String id) {
    return one("id", id);
  }

  @Override
  public Optional<Upload> byTicketHash(String hash) {
    return one("ticket_hash", hash);
  }

  @Override
  public Optional<Upload> ofVideo(UUID video) {
    return one("video", video.toString());
  }

  @Override
  public List<Upload> overdue(Instant now, int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                UPLOAD
                    + """
                    where state in ('TICKETED', 'OPEN') and expires_at < :now
                    order by expires_at limit :limit
                    """)
            .bind("now", now)
            .bind("limit", limit)
            .map((row, context) -> upload(row))
            .list());
  }

  /** The newest upload with that value; {@code column} is one of ours, never a caller's. */
  private Optional<Upload> one(String column, String value) {
    return database.with(handle ->
        handle
            .createQuery(
                UPLOAD
                    + "where "
                    + column
                    + " = :value order by created_at desc limit 1"
                    + RowLock.of(database))
            .bind("value", value)
            .map((row, context) -> upload(row))
            .findOne());
  }

  private static Upload upload(ResultSet row) throws SQLException {
    long length = row.getLong("length");
    boolean unknown = row.wasNull();
    return new Upload(
        row.getString("id"),
        UUID.fromString(row.getString("video")),
        row.getLong("account"),
        row.getString("door"),
        row.getString("ticket_hash"),
        Instant.ofEpochMilli(row.getLong("ticket_expires_at")),
        Upload.State.valueOf(row.getString("state")),
        unknown ? null : length,
        row.getLong("byte_offset"),
        row.getString("metadata"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("touched_at")),
        Instant.ofEpochMilli(row.getLong("expires_at")));
  }
}
