package slipway.records;

import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.TestDatabase;
import slipway.testing.VideosContractTest;

@OnEveryDatabase
class SqlVideosContractTest extends VideosContractTest {
  private final TestDatabase databases;

  SqlVideosContractTest(TestDatabase databases) {
    this.databases = databases;
  }

  @Override
  protected Ports ports() {
    return SqlPorts.on(databases.fresh());
  }
}
