package slipway.records;

import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.RenditionsContractTest;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlRenditionsContractTest extends RenditionsContractTest {
  private final TestDatabase databases;

  SqlRenditionsContractTest(TestDatabase databases) {
    this.databases = databases;
  }

  @Override
  protected Ports ports() {
    return SqlPorts.on(databases.fresh());
  }
}
