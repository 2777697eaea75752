package slipway.records;

import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.TestDatabase;
import slipway.testing.UploadsContractTest;

@OnEveryDatabase
class SqlUploadsContractTest extends UploadsContractTest {
  private final TestDatabase databases;

  SqlUploadsContractTest(TestDatabase databases) {
    this.databases = databases;
  }

  @Override
  protected Ports ports() {
    return SqlPorts.on(databases.fresh());
  }
}
