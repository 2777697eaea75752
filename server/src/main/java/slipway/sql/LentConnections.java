package slipway.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The database as tools know it that were not written for us: see {@link Database#dataSource}. */
record LentConnections(ConnectionSupplier connections) implements DataSource {

  @FunctionalInterface
  interface ConnectionSupplier {
    Connection get() throws SQLException;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return connections.get();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("The login is part of the settings");
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    throw new SQLFeatureNotSupportedException("Logs go through slf4j");
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("Logs go through slf4j");
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // Waiting times are part of the settings.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("Logs go through slf4j");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException("Nothing inside to hand out");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
