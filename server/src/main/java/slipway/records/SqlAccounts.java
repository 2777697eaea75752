package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import slipway.core.account.Account;
import slipway.core.account.Accounts;
import slipway.core.account.ApiKey;
import slipway.core.account.Caller;
import slipway.core.account.KeyAccess;
import slipway.sql.Database;

/** Accounts and keys in SQL. */
public final class SqlAccounts implements Accounts {
  private static final String ACCOUNT =
      """
      select number, name, user_id, project_id, account_id, quota, suspended, created_at
      from account
      """;

  private static final String KEY =
      """
      select id as key_id, account, name as key_name, hash, cors_origins, cors_full_access,
        created_at as key_created_at
      from api_key
      """;

  private final Database database;

  public SqlAccounts(Database database) {
    this.database = database;
  }

  @Override
  public long nextNumber() {
    return Counter.next(database, "account");
  }

  @Override
  public void add(Account account) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into account
                  (number, name, user_id, project_id, account_id, quota, suspended, created_at)
                values
                  (:number, :name, :userId, :projectId, :accountId, :quota, :suspended,
                   :createdAt)
                """)
            .bindMethods(account)
            .execute());
  }

  @Override
  public void update(Account account) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update account set name = :name, quota = :quota, suspended = :suspended
                where number = :number
                """)
            .bindMethods(account)
            .execute());
  }

  @Override
  public void addKey(ApiKey key) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into api_key
                  (id, account, name, hash, cors_origins, cors_full_access, created_at)
                values
                  (:id, :account, :name, :hash, :corsOrigins, :corsFullAccess, :createdAt)
                """)
            .bindMethods(key)
            .bind("corsOrigins", String.join(" ", key.access().corsOrigins()))
            .bind("corsFullAccess", key.access().corsFullAccess())
            .execute());
  }

  @Override
  public Optional<Account> byNumber(long number) {
    return database.with(handle ->
        handle
            .createQuery(ACCOUNT + "where number = :number" + RowLock.ofReferredTo(database))
            .bind("number", number)
            .map(ACCOUNTS)
            .findOne());
  }

  @Override
  public List<Account> all() {
    return database.with(
        handle -> handle.createQuery(ACCOUNT + "order by number").map(ACCOUNTS).list());
  }

  @Override
  public Optional<Caller> byKeyHash(String hash) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select number, a.name, user_id, project_id, account_id, quota, suspended,
                  a.created_at, k.id as key_id, k.account, k.name as key_name, hash,
                  cors_origins, cors_full_access, k.created_at as key_created_at
                from api_key k join account a on a.number = k.account
                where k.hash = :hash
                """)
            .bind("hash", hash)
            .map((row, context) -> new Caller(account(row), key(row)))
            .findOne());
  }

  @Override
  public List<ApiKey> keysOf(long account) {
    return database.with(handle ->
        handle
            .createQuery(KEY + "where account = :account order by created_at, id")
            .bind("account", account)
            .map((row, context) -> key(row))
            .list());
  }

  @Override
  public boolean removeKey(UUID id) {
    return database.inTransaction(() ->
        database.with(handle ->
            handle.createUpdate("delete from api_key where id = :id").bind("id", id).execute()
                > 0));
  }

  private static final RowMapper<Account> ACCOUNTS = (row, context) -> account(row);

  private static Account account(ResultSet row) throws SQLException {
    long quota = row.getLong("quota");
    boolean none = row.wasNull();
    return new Account(
        row.getLong("number"),
        row.getString("name"),
        UUID.fromString(row.getString("user_id")),
        UUID.fromString(row.getString("project_id")),
        row.getString("account_id"),
        none ? null : quota,
        row.getInt("suspended") != 0,
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    String origins = row.getString("cors_origins");
    return new ApiKey(
        UUID.fromString(row.getString("key_id")),
        row.getLong("account"),
        row.getString("key_name"),
        row.getString("hash"),
        new KeyAccess(
            origins.isEmpty() ? List.of() : List.of(origins.split(" ")),
            row.getInt("cors_full_access") != 0),
        Instant.ofEpochMilli(row.getLong("key_created_at")));
  }
}
