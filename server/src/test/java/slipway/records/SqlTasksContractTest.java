package slipway.records;

import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.TasksContractTest;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlTasksContractTest extends TasksContractTest {
  private final TestDatabase databases;

  SqlTasksContractTest(TestDatabase databases) {
    this.databases = databases;
  }

  @Override
  protected Ports ports() {
    return SqlPorts.on(databases.fresh());
  }
}
