package slipway.records;

import slipway.testing.CaptionsContractTest;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlCaptionsContractTest extends CaptionsContractTest {
  private final TestDatabase databases;

  SqlCaptionsContractTest(TestDatabase databases) {
    this.databases = databases;
  }

  @Override
  protected Ports ports() {
    return SqlPorts.on(databases.fresh());
  }
}
