package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.access.SigningKey;
import slipway.core.access.SigningKeys;
import slipway.sql.Database;

/** Signing keys in SQL; private halves are sealed. */
public final class SqlSigningKeys implements SigningKeys {
  private static final String KEY =
      """
      select id, account, name, made_by, algorithm, public_key, private_key, disabled, created_at,
        deleted_at, last_seen
      from signing_key
      """;

  private static final Logger log = LoggerFactory.getLogger(SqlSigningKeys.class);

  private final RowMapper<SigningKey> mapper = (row, context) -> key(row);
  private final Database database;
  private final SealedSecrets sealed;

  public SqlSigningKeys(Database database, SealedSecrets sealed) {
    this.database = database;
    this.sealed = sealed;
  }

  /** Seals what lies there in the clear, or under an older key; to be asked for at each start. */
  public void sealAll() {
    database.doInTransaction(() -> {
      Map<String, String> stored = new LinkedHashMap<>();
      database.use(handle ->
          handle
              .createQuery("select id, private_key from signing_key where private_key is not null")
              .map((row, context) -> Map.entry(row.getString("id"), row.getString("private_key")))
              .forEach(entry -> stored.put(entry.getKey(), entry.getValue())));
      stored.forEach(this::sealAgain);
    });
  }

  private void sealAgain(String id, String stored) {
    Optional<String> secret =
        sealed.isFresh(stored) ? Optional.empty() : sealed.open(stored, place(id));
    secret.ifPresent(text ->
        database.use(handle ->
            handle
                .createUpdate(
                    """
                    update signing_key set private_key = :sealed
                    where id = :id and private_key = :stored
                    """)
                .bind("sealed", sealed.seal(text, place(id)))
                .bind("id", id)
                .bind("stored", stored)
                .execute()));
  }

  private static String place(String id) {
    return "signing_key/" + id;
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
            .bind("privateKey", sealedHalf(key))
            .execute());
  }

  private @Nullable String sealedHalf(SigningKey key) {
    String half = key.privateKey();
    return half == null ? null : sealed.seal(half, place(key.id()));
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
        handle -> handle.createQuery(KEY + "where id = :id").bind("id", id).map(mapper).findOne());
  }

  @Override
  public Optional<SigningKey> byPublicKey(String publicKey) {
    return database.with(handle ->
        handle
            .createQuery(KEY + "where public_key = :publicKey")
            .bind("publicKey", publicKey)
            .map(mapper)
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
            .map(mapper)
            .list());
  }

  /** The private half; one that cannot be opened is as good as none. */
  private @Nullable String privateHalf(ResultSet row) throws SQLException {
    String stored = row.getString("private_key");
    if (stored == null) {
      return null;
    }
    String id = row.getString("id");
    String half = sealed.open(stored, place(id)).orElse(null);
    if (half == null) {
      log.warn("the private half of signing key {} cannot be opened with our keys", id);
    }
    return half;
  }

  private SigningKey key(ResultSet row) throws SQLException {
    return new SigningKey(
        row.getString("id"),
        row.getLong("account"),
        row.getString("name"),
        row.getString("made_by"),
        SigningKey.Algorithm.valueOf(row.getString("algorithm")),
        row.getString("public_key"),
        privateHalf(row),
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
