package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import slipway.core.access.KeptProtections;
import slipway.core.access.Protection;
import slipway.sql.Database;

/** How accounts close what they deliver, in SQL. */
public final class SqlProtections implements KeptProtections {
  private final Database database;

  public SqlProtections(Database database) {
    this.database = database;
  }

  @Override
  public Protection of(long account) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select account, signed_only, secret, bound_to_address, encrypted, key_seed,
                  key_server
                from protection where account = :account
                """)
            .bind("account", account)
            .map((row, context) -> protection(row))
            .findOne()
            .orElseGet(() -> Protection.none(account)));
  }

  @Override
  public void put(Protection protection) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into protection
                  (account, signed_only, secret, bound_to_address, encrypted, key_seed, key_server)
                values
                  (:account, :signedOnly, :secret, :boundToAddress, :encrypted, :keySeed,
                   :keyServer)
                on conflict (account) do update set
                  signed_only = excluded.signed_only,
                  secret = excluded.secret,
                  bound_to_address = excluded.bound_to_address,
                  encrypted = excluded.encrypted,
                  key_seed = excluded.key_seed,
                  key_server = excluded.key_server
                """)
            .bindMethods(protection)
            .execute());
  }

  private static Protection protection(ResultSet row) throws SQLException {
    return new Protection(
        row.getLong("account"),
        row.getInt("signed_only") != 0,
        row.getString("secret"),
        row.getInt("bound_to_address") != 0,
        row.getInt("encrypted") != 0,
        row.getString("key_seed"),
        row.getString("key_server"));
  }
}
