package slipway.records;

import slipway.sql.Database;
import slipway.testing.Ports;

/** Core's ports on a database. */
final class SqlPorts {
  private SqlPorts() {}

  static Ports on(Database database) {
    return new Ports(
        new SqlTransactions(database),
        new SqlAccounts(database),
        new SqlVideos(database),
        new SqlTasks(database),
        new SqlUploads(database),
        new SqlRenditions(database),
        new SqlCaptions(database),
        new SqlEvents(database));
  }
}
