package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import slipway.core.access.SigningKey;
import slipway.core.access.SigningKeys;
import slipway.sql.Database;

/** Signing keys in SQL. */
public final class SqlSigningKeys implements SigningKeys {
  private static final String KEY =
      """
      select id, account, name, made_by, algorithm, public_key, private_key, disabled, created_at,
        deleted_at, last_seen
      from signing_key
      """;

  private static final RowMapper<SigningKey> KEYS = (row, context) -> key(row);

  private final Database database;

  public SqlSigningKeys(Database database) {
    this.database = database;
  }

  @Override
  public void add(SigningKey key) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into signing_key
                  (id, account, name, made_by, algorithm, public_key, private_key, disabled,
                   created_at, deleted_at, last_seen)
                values
                  (:id, :account, :name, :madeBy, :algorithm, :publicKey, :privateKey, :disabled,
                   :createdAt, :deletedAt, :lastSeen)
                """)
            .bindMethods(key)
            .execute());
  }

  @Override
  public void update(SigningKey key) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update signing_key
                set name = :name, disabled = :disabled, deleted_at = :deletedAt
                where id = :id
                """)
            .bindMethods(key)
            .execute());
  }

  @Override
  public void seen(String id, Instant at) {
    database.inTransaction(() -> {
      database.use(handle ->
          handle
              .createUpdate("update signing_key set last_seen = :at where id = :id")
              .bind("at", at)
              .bind("id", id)
              .execute());
      return true;
    });
  }

  @Override
  public Optional<SigningKey> byId(String id) {
    return database.with(
        handle -> handle.createQuery(KEY + "where id = :id").bind("id", id).map(KEYS).findOne());
  }

  @Override
  public Optional<SigningKey> byPublicKey(String publicKey) {
    return database.with(handle ->
        handle
            .createQuery(KEY + "where public_key = :publicKey")
            .bind("publicKey", publicKey)
            .map(KEYS)
            .findOne());
  }

  @Override
  public List<SigningKey> of(long account, String madeBy) {
    return database.with(handle ->
        handle
            .createQuery(
                KEY
                    + """
                    where account = :account and made_by = :madeBy and deleted_at is null
                    order by created_at, id
                    """)
            .bind("account", account)
            .bind("madeBy", madeBy)
            .map(KEYS)
            .list());
  }

  private static SigningKey key(ResultSet row) throws SQLException {
    return new SigningKey(
        row.getString("id"),
        row.getLong("account"),
        row.getString("name"),
        row.getString("made_by"),
        SigningKey.Algorithm.valueOf(row.getString("algorithm")),
        row.getString("public_key"),
        row.getString("private_key"),
        row.getInt("disabled") != 0,
        Instant.ofEpochMilli(row.getLong("created_at")),
        instant(row, "deleted_at"),
        instant(row, "last_seen"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
