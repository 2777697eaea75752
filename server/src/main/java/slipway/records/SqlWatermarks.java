package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.watermark.WatermarkProfile;
import slipway.core.watermark.WatermarkProfiles;
import slipway.sql.Database;

/** Watermark profiles in SQL. */
public final class SqlWatermarks implements WatermarkProfiles {
  private static final String PROFILE =
      """
      select id, account, name, size, width, height, opacity, padding, scale, position,
        downloaded_from, created_at, deleted_at
      from watermark
      """;

  private final Database database;

  public SqlWatermarks(Database database) {
    this.database = database;
  }

  @Override
  public void add(WatermarkProfile profile) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into watermark
                  (id, account, name, size, width, height, opacity, padding, scale, position,
                   downloaded_from, created_at, deleted_at)
                values
                  (:id, :account, :name, :size, :width, :height, :opacity, :padding, :scale,
                   :position, :downloadedFrom, :createdAt, :deletedAt)
                """)
            .bindMethods(profile)
            .execute());
  }

  @Override
  public void update(WatermarkProfile profile) {
    database.use(handle ->
        handle
            .createUpdate("update watermark set deleted_at = :deletedAt where id = :id")
            .bindMethods(profile)
            .execute());
  }

  @Override
  public Optional<WatermarkProfile> byId(UUID id) {
    return database.with(handle ->
        handle
            .createQuery(PROFILE + "where id = :id")
            .bind("id", id)
            .map((row, context) -> profile(row))
            .findOne());
  }

  @Override
  public List<WatermarkProfile> of(long account) {
    return database.with(handle ->
        handle
            .createQuery(
                PROFILE
                    + """
                    where account = :account and deleted_at is null
                    order by created_at desc, id
                    """)
            .bind("account", account)
            .map((row, context) -> profile(row))
            .list());
  }

  @Override
  public boolean marks(UUID id, Instant since) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select 1 from video
                where watermark = :uid and (deleted_at is null or deleted_at > :since)
                limit 1
                """)
            .bind("uid", uid(id))
            .bind("since", since)
            .mapTo(Integer.class)
            .findOne()
            .isPresent());
  }

  @Override
  public void erased(UUID id) {
    database.use(handle ->
        handle
            .createUpdate("update watermark set erased = 1 where id = :id")
            .bind("id", id)
            .execute());
  }

  @Override
  public List<UUID> deletedNotErased(int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select id from watermark
                where deleted_at is not null and erased = 0
                  and not exists (
                    select 1 from video
                    where video.watermark = replace(watermark.id, '-', '')
                      and video.deleted_at is null)
                order by deleted_at, id
                limit :limit
                """)
            .bind("limit", limit)
            .mapTo(String.class)
            .map(UUID::fromString)
            .list());
  }

  /** As videos name it. */
  private static String uid(UUID id) {
    return id.toString().replace("-", "");
  }

  private static WatermarkProfile profile(ResultSet row) throws SQLException {
    return new WatermarkProfile(
        UUID.fromString(row.getString("id")),
        row.getLong("account"),
        row.getString("name"),
        row.getLong("size"),
        row.getInt("width"),
        row.getInt("height"),
        row.getDouble("opacity"),
        row.getDouble("padding"),
        row.getDouble("scale"),
        WatermarkProfile.Position.valueOf(row.getString("position")),
        row.getString("downloaded_from"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        deletedAt(row));
  }

  private static @Nullable Instant deletedAt(ResultSet row) throws SQLException {
    long millis = row.getLong("deleted_at");
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
