package slipway.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where connections come from; what the two databases do differently is all in here. */
sealed interface Connections extends AutoCloseable permits SqliteConnections, PostgresConnections {

  /** A connection on which a transaction that may write has begun. */
  Connection begin() throws SQLException;

  /** Commits and gives the connection back; after an exception it is given back rolled back. */
  void commit(Connection connection) throws SQLException;

  /**
   * Rolls back and gives the connection back; never throws.
   *
   * @param cause why; told to others if they are lost with it
   */
  void rollback(Connection connection, Throwable cause);

  /** A connection that may write, each statement its own transaction; closing gives it back. */
  Connection standalone() throws SQLException;

  /** Connections for reading only. */
  DataSource readers();

  @Override
  void close();
}
