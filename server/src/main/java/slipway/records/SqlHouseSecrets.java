package slipway.records;

import slipway.core.Ids;
import slipway.core.account.HouseSecrets;
import slipway.sql.Database;

/** The house's own keys in SQL, so that every machine has the same. */
public final class SqlHouseSecrets implements HouseSecrets {
  private final Database database;
  private final Ids ids;

  public SqlHouseSecrets(Database database, Ids ids) {
    this.database = database;
    this.ids = ids;
  }

  @Override
  public String of(String purpose) {
    return database.inTransaction(() ->
        database.with(handle -> {
          handle
              .createUpdate(
                  """
                  insert into house_secret (name, value) values (:name, :value)
                  on conflict (name) do nothing
                  """)
              .bind("name", purpose)
              .bind("value", ids.secret(32))
              .execute();
          return handle
              .createQuery("select value from house_secret where name = :name")
              .bind("name", purpose)
              .mapTo(String.class)
              .one();
        }));
  }
}
