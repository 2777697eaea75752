package slipway.records;

import slipway.testing.AccountsContractTest;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlAccountsContractTest extends AccountsContractTest {
  private final TestDatabase databases;

  SqlAccountsContractTest(TestDatabase databases) {
    this.databases = databases;
  }

  @Override
  protected Ports ports() {
    return SqlPorts.on(databases.fresh());
  }
}
