package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.core.sound.Sound;
import slipway.core.sound.Sounds;
import slipway.sql.Database;

/** Added sound in SQL. */
public final class SqlSounds implements Sounds {
  private static final String SOUND =
      "select id, video, label, by_default, state, reason, url, size, created_at from sound ";

  private final Database database;

  public SqlSounds(Database database) {
    this.database = database;
  }

  @Override
  public void add(Sound sound) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into sound
                  (id, video, label, by_default, state, reason, url, size, created_at)
                values
                  (:id, :video, :label, :byDefault, :state, :reason, :url, :size, :createdAt)
                """)
            .bindMethods(sound)
            .execute());
  }

  @Override
  public void update(Sound sound) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update sound set label = :label, by_default = :byDefault, state = :state,
                  reason = :reason, size = :size
                where id = :id
                """)
            .bindMethods(sound)
            .execute());
  }

  @Override
  public Optional<Sound> byId(UUID id) {
    return database.with(handle ->
        handle
            .createQuery(SOUND + "where id = :id" + RowLock.of(database))
            .bind("id", id)
            .map((row, context) -> sound(row))
            .findOne());
  }

  @Override
  public List<Sound> of(UUID video) {
    return database.with(handle ->
        handle
            .createQuery(SOUND + "where video = :video order by created_at, id")
            .bind("video", video)
            .map((row, context) -> sound(row))
            .list());
  }

  @Override
  public void remove(UUID id) {
    database.use(
        handle -> handle.createUpdate("delete from sound where id = :id").bind("id", id).execute());
  }

  @Override
  public void removeAll(UUID video) {
    database.inTransaction(() ->
        database.with(handle ->
            handle
                .createUpdate("delete from sound where video = :video")
                .bind("video", video)
                .execute()));
  }

  private static Sound sound(ResultSet row) throws SQLException {
    return new Sound(
        UUID.fromString(row.getString("id")),
        UUID.fromString(row.getString("video")),
        row.getString("label"),
        row.getInt("by_default") != 0,
        Sound.State.valueOf(row.getString("state")),
        row.getString("reason"),
        row.getString("url"),
        row.getLong("size"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }
}
