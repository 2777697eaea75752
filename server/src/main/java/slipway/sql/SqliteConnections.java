package slipway.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that writes, taken in turn under a fair lock, and a pool of connections that only
 * read. SQLite knows one writer at a time anyway; waiting in a fair queue here instead of polling a
 * busy file there keeps the order of arrival and makes {@code SQLITE_BUSY} the mark of a foreign
 * process.
 */
final class SqliteConnections implements Connections {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteConnections.class);

  private final ReentrantLock turn = new ReentrantLock(/* fair= */ true);
  private final Duration busyTimeout;
  private final HikariDataSource writer;
  private final HikariDataSource readers;

  SqliteConnections(DatabaseSettings settings) {
    busyTimeout = settings.busyTimeout();
    writer = pool("sql-writer", settings, /* size= */ 1);
    HikariConfig reading = new HikariConfig();
    configure(reading, "sql-readers", settings, settings.poolSize());
    reading.setConnectionInitSql("PRAGMA query_only = 1");
    readers = new HikariDataSource(reading);
  }

  private static HikariDataSource pool(String name, DatabaseSettings settings, int size) {
    HikariConfig config = new HikariConfig();
    configure(config, name, settings, size);
    return new HikariDataSource(config);
  }

  private static void configure(
      HikariConfig config, String name, DatabaseSettings settings, int size) {
    config.setPoolName(name);
    config.setJdbcUrl(settings.url());
    config.setDataSourceProperties(pragmas(settings));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    // A local file does not time out, so there is no reason to renew the connections to it.
    config.setMaxLifetime(0);
    config.setKeepaliveTime(0);
    config.setConnectionTimeout(Math.max(250, settings.busyTimeout().toMillis()));
  }

  /** What every connection to the file must be told; also used while migrating. */
  static Properties pragmas(DatabaseSettings settings) {
    Properties pragmas = new Properties();
    pragmas.setProperty("journal_mode", "WAL");
    // FULL: a commit is on the disk when it returns, also after a power cut.
    pragmas.setProperty("synchronous", "FULL");
    pragmas.setProperty("foreign_keys", "true");
    pragmas.setProperty("busy_timeout", Long.toString(settings.busyTimeout().toMillis()));
    return pragmas;
  }

  @Override
  public Connection begin() throws SQLException {
    Connection connection = takeTurn();
    try {
      // The driver's own setAutoCommit(false) begins lazily and begins anew after each commit;
      // plain words say exactly when the file is locked.
      execute(connection, "BEGIN IMMEDIATE");
      return connection;
    } catch (SQLException | RuntimeException failure) {
      drop(connection);
      throw failure;
    }
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    try {
      execute(connection, "COMMIT");
    } catch (SQLException failure) {
      rollback(connection);
      throw failure;
    }
    giveBack(connection);
  }

  @Override
  public void rollback(Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException alreadyOver) {
      // After a full disk or an I/O error SQLite may have rolled back by itself. A fresh connection
      // is the sure way to a clean state either way.
      LOG.debug("ROLLBACK failed, the writer's connection is renewed", alreadyOver);
      drop(connection);
      return;
    }
    giveBack(connection);
  }

  @Override
  public Connection standalone() throws SQLException {
    Connection connection = takeTurn();
    return GuardedConnection.closingWith(connection, () -> giveBack(connection));
  }

  @Override
  public DataSource readers() {
    return readers;
  }

  @Override
  public void close() {
    readers.close();
    // Last out: SQLite folds the WAL into the file when its last connection closes.
    writer.close();
  }

  private Connection takeTurn() throws SQLException {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "This thread already holds the writing connection; it would wait for itself");
    }
    try {
      if (!turn.tryLock(busyTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SQLTransientConnectionException(
            "The database was busy writing for more than " + busyTimeout.toSeconds() + " s");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("Interrupted while waiting to write", interrupted);
    }
    try {
      return writer.getConnection();
    } catch (SQLException | RuntimeException failure) {
      turn.unlock();
      throw failure;
    }
  }

  private void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException failure) {
      writer.evictConnection(connection);
    } finally {
      turn.unlock();
    }
  }

  private void drop(Connection connection) {
    try {
      writer.evictConnection(connection);
    } finally {
      turn.unlock();
    }
  }

  private static void execute(Connection connection, String words) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(words);
    }
  }
}
