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
