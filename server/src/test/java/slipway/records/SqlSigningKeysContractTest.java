package slipway.records;

import slipway.core.Transactions;
import slipway.core.access.SigningKeys;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SigningKeysContractTest;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlSigningKeysContractTest extends SigningKeysContractTest {
  private final TestDatabase databases;
  private Database database;

  SqlSigningKeysContractTest(TestDatabase databases) {
    this.databases = databases;
    database = databases.fresh();
  }

  @Override
  protected SigningKeys keys() {
    database = databases.fresh();
    Ports ports = SqlPorts.on(database);
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.accounts().add(Samples.account(2));
        });
    return new SqlSigningKeys(database);
  }

  @Override
  protected Transactions transactions() {
    return new SqlTransactions(database);
  }
}
