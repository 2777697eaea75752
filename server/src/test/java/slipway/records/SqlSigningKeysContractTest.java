package slipway.records;

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

  SqlSigningKeysContractTest(TestDatabase databases) {
    this.databases = databases;
  }

  @Override
  protected SigningKeys keys() {
    Database database = databases.fresh();
    Ports ports = SqlPorts.on(database);
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.accounts().add(Samples.account(2));
        });
    return new SqlSigningKeys(database);
  }
}
