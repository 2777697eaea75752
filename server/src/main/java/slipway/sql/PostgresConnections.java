package slipway.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pool; read committed, the server's own default and the one that both databases can keep. */
final class PostgresConnections implements Connections {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresConnections.class);

  private final HikariDataSource pool;

  PostgresConnections(DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("sql");
    config.setJdbcUrl(settings.url());
    settings.user().ifPresent(config::setUsername);
    settings.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(Math.max(250, settings.busyTimeout().toMillis()));
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    pool = new HikariDataSource(config);
  }

  @Override
  public Connection begin() throws SQLException {
    Connection connection = pool.getConnection();
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException failure) {
      pool.evictConnection(connection);
      throw failure;
    }
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException failure) {
      rollback(connection, failure);
      throw failure;
    }
    connection.close();
  }

  @Override
  public void rollback(Connection connection, Throwable cause) {
    try {
      connection.rollback();
      connection.close();
    } catch (SQLException failure) {
      LOG.warn("A transaction could not be rolled back; its connection is dropped", failure);
      pool.evictConnection(connection);
    }
  }

  @Override
  public Connection standalone() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public DataSource readers() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
  }
}
