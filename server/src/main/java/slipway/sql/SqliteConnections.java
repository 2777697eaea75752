package slipway.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that writes, taken in turn, and a pool of connections that only read. SQLite knows
 * one writer at a time anyway; waiting in a queue here instead of polling a busy file there keeps
 * the order of arrival and makes {@code SQLITE_BUSY} the mark of a foreign process.
 *
 * <p>A commit is a flush to the disk, which costs more than most transactions. So a transaction
 * that is done while others wait for their turn is not committed by itself: it becomes a member of
 * a {@link CommitGroup}, and the last in line commits for all. Nobody is told anything before that.
 */
final class SqliteConnections implements Connections {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteConnections.class);

  private final WriterTurn turn = new WriterTurn();
  private final Duration busyTimeout;
  private final HikariDataSource writer;
  private final HikariDataSource readers;
  private final LongSupplier nanos;
  private final AtomicLong commits = new AtomicLong();

  /** What the next commit is for; touched by the thread whose turn it is. */
  private @Nullable CommitGroup open;

  SqliteConnections(DatabaseSettings settings) {
    this(settings, System::nanoTime);
  }

  /** With another clock for how long a commit may be put off, for tests. */
  SqliteConnections(DatabaseSettings settings, LongSupplier nanos) {
    this.nanos = nanos;
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
    takeTurn();
    try {
      CommitGroup group = open == null ? start() : open;
      execute(group.connection(), "SAVEPOINT member");
      return group.connection();
    } catch (Throwable failure) {
      end();
      throw failure;
    }
  }

  private CommitGroup start() throws SQLException {
    Connection connection = writer.getConnection();
    try {
      // The driver's own setAutoCommit(false) begins lazily and begins anew after each commit;
      // plain words say exactly when the file is locked.
      execute(connection, "BEGIN IMMEDIATE");
    } catch (Throwable failure) {
      writer.evictConnection(connection);
      throw failure;
    }
    CommitGroup group = new CommitGroup(connection, nanos);
    open = group;
    return group;
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    CommitGroup group = mine();
    try {
      // Fails when SQLite has rolled back by itself meanwhile, and only then.
      execute(connection, "RELEASE member");
    } catch (SQLException failure) {
      lose(group, failure);
      turn.pass();
      throw failure;
    }
    group.join();
    passOn(group);
    group.await();
  }

  /**
   * Waits for the others of the group, too: whoever failed may have seen their changes and say so,
   * which must not be told before it is true.
   */
  @Override
  public void rollback(Connection connection, Throwable cause) {
    CommitGroup group = mine();
    try {
      execute(connection, group.isEmpty() ? "ROLLBACK" : "ROLLBACK TO member");
      if (!group.isEmpty()) {
        execute(connection, "RELEASE member");
      }
    } catch (SQLException alreadyOver) {
      // After a full disk or an I/O error SQLite may have rolled back by itself. A fresh connection
      // is the sure way to a clean state either way.
      LOG.debug("ROLLBACK failed, the writer's connection is renewed", alreadyOver);
      lose(group, new SQLException("The transaction was lost with another one", cause));
      turn.pass();
      return;
    }
    if (group.isEmpty()) {
      open = null;
      giveBack(connection);
      turn.pass();
    } else {
      passOn(group);
      group.awaitEnd();
    }
  }

  @Override
  public Connection standalone() throws SQLException {
    takeTurn();
    try {
      if (open != null) {
        commit(open);
      }
      Connection connection = writer.getConnection();
      return GuardedConnection.closingWith(
          connection,
          () -> {
            giveBack(connection);
            turn.pass();
          });
    } catch (Throwable failure) {
      turn.pass();
      throw failure;
    }
  }

  /** How many threads stand in line for their turn. */
  int waiting() {
    return turn.waiting();
  }

  /** How many commits there were of groups, however many members these had. */
  long commits() {
    return commits.get();
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

  private void takeTurn() throws SQLException {
    try {
      if (!turn.take(busyTimeout)) {
        throw new SQLTransientConnectionException(
            "The database was busy writing for more than " + busyTimeout.toSeconds() + " s");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("Interrupted while waiting to write", interrupted);
    }
  }

  private CommitGroup mine() {
    return Objects.requireNonNull(open, "a transaction is begun before it ends");
  }

  /**
   * Leaves the commit to the next in line, if there is one and those who wait have not too long.
   */
  private void passOn(CommitGroup group) {
    if (!group.mayGrow() || !turn.passIfWanted()) {
      end();
    }
  }

  /** Ends this thread's turn; nobody is left waiting for a commit. */
  private void end() {
    try {
      if (open != null) {
        commit(open);
      }
    } finally {
      turn.pass();
    }
  }

  private void commit(CommitGroup group) {
    try {
      execute(group.connection(), "COMMIT");
    } catch (SQLException failure) {
      lose(group, failure);
      return;
    }
    open = null;
    commits.incrementAndGet();
    group.committed();
    giveBack(group.connection());
  }

  private void lose(CommitGroup group, SQLException reason) {
    open = null;
    try {
      execute(group.connection(), "ROLLBACK");
    } catch (SQLException alreadyOver) {
      LOG.debug("Nothing was left to roll back", alreadyOver);
    } finally {
      writer.evictConnection(group.connection());
      group.failed(reason);
    }
  }

  private void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException failure) {
      writer.evictConnection(connection);
    }
  }

  private static void execute(Connection connection, String words) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(words);
    } catch (RuntimeException | Error broken) {
      throw new SQLException(broken); // Whatever it is, a turn must not be lost for it.
    }
  }
}
