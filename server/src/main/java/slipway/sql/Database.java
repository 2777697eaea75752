package slipway.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open, migrated database. Safe for any number of threads; blocks, so call it from a virtual
 * thread.
 *
 * <p>A transaction belongs to the thread that began it and is found again by everything that thread
 * calls: {@link #with} inside {@link #inTransaction} works on the same connection, and so does
 * every connection of {@link #dataSource}.
 *
 * <p>SQLite: one transaction at a time, in order of arrival, so keep them short and free of I/O;
 * those that wait for each other share a commit, and a commit that fails fails for all of them.
 * PostgreSQL: read committed; a transaction that the server gives up as a deadlock or for a lost
 * race (SQLSTATE 40001, 40P01) throws, and trying again is the caller's business.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final Dialect dialect;
  private final Connections connections;
  private final Runnable unlock;
  private final UnaryOperator<RuntimeException> naming;
  private final Jdbi writing;
  private final Jdbi reading;
  private final DataSource dataSource;
  private final ScopedValue<Transaction> current = ScopedValue.newInstance();
  private final AtomicLong transactions = new AtomicLong();

  private Database(
      Dialect dialect,
      Connections connections,
      Runnable unlock,
      UnaryOperator<RuntimeException> naming) {
    this.dialect = dialect;
    this.connections = connections;
    this.unlock = unlock;
    this.naming = naming;
    this.dataSource = new LentConnections(this::lend);
    this.writing = Jdbi.create(dataSource).installPlugin(new Conventions());
    this.reading = Jdbi.create(connections.readers()).installPlugin(new Conventions());
  }

  /**
   * Locks the folder (SQLite), looks whether the database is sound, brings its schema up to date,
   * and opens it; or leaves nothing open behind.
   *
   * @throws DatabaseUnavailable with a sentence for the operator
   */
  public static Database open(DatabaseSettings settings) {
    return open(settings, UnaryOperator.identity());
  }

  /**
   * As {@link #open(DatabaseSettings)}, with the house's own names for failures.
   *
   * @param naming given what comes out of a transaction, or of a query outside of one, when the
   *     database is the reason; what it returns is thrown instead
   */
  public static Database open(DatabaseSettings settings, UnaryOperator<RuntimeException> naming) {
    return switch (settings.dialect()) {
      case SQLITE -> {
        FolderLock lock = FolderLock.beside(settings.file());
        try {
          SqliteLibrary.load(settings.file());
          Migration.run(settings);
          yield new Database(Dialect.SQLITE, new SqliteConnections(settings), lock::close, naming);
        } catch (RuntimeException failure) {
          lock.close();
          throw failure;
        }
      }
      case POSTGRESQL -> {
        Migration.run(settings);
        yield new Database(Dialect.POSTGRESQL, new PostgresConnections(settings), () -> {}, naming);
      }
    };
  }

  public Dialect dialect() {
    return dialect;
  }

  /**
   * Does the work in the transaction of this thread, or in a new one that is committed when the
   * work returns. Any exception rolls back; if it comes out of an inner call and the outer work
   * swallows it, the outer transaction still rolls back and says so.
   *
   * @throws TransactionException if the commit failed, or an inner failure was swallowed
   * @throws ConnectionException if no connection was to be had within the busy timeout
   */
  public <T, X extends Exception> T inTransaction(Work<T, X> work) throws X {
    if (current.isBound()) {
      return join(current.get(), work);
    }
    Transaction transaction;
    T result;
    try {
      transaction = begin();
      result = within(transaction, work);
      commit(transaction);
    } catch (JdbiException failure) {
      throw naming.apply(failure);
    }
    transaction.afterCommit.forEach(Database::runSafely);
    return result;
  }

  private <T, X extends Exception> T within(Transaction transaction, Work<T, X> work) throws X {
    try {
      return ScopedValue.where(current, transaction).call(work::run);
    } catch (Throwable failure) {
      connections.rollback(transaction.real, failure);
      throw failure;
    }
  }

  /** {@link #inTransaction} for work that gives nothing back. */
  @SuppressWarnings("NullAway") // the null never leaves this method
  public <X extends Exception> void doInTransaction(Step<X> step) throws X {
    this.<Object, X>inTransaction(() -> {
      step.run();
      return null;
    });
  }

  /**
   * Queries: in this thread's transaction if there is one, else on a connection that can only read,
   * where each statement sees what is committed by then. Do not keep the handle.
   */
  public <T, X extends Exception> T with(HandleCallback<T, X> work) throws X {
    if (current.isBound()) {
      try (Handle handle = writing.open()) {
        return work.withHandle(handle);
      }
    }
    try {
      return reading.withHandle(work);
    } catch (JdbiException failure) {
      throw naming.apply(failure);
    }
  }

  /** {@link #with} for statements that give nothing back. */
  @SuppressWarnings("NullAway") // the null never leaves this method
  public <X extends Exception> void use(HandleConsumer<X> work) throws X {
    this.<Object, X>with(handle -> {
      work.useHandle(handle);
      return null;
    });
  }

  /**
   * Runs the action on this thread right after the commit of its transaction, in the order of these
   * calls and with no connection held; forgets it on rollback; runs it at once outside of a
   * transaction. What it throws is logged, because the commit stands.
   */
  public void afterCommit(Runnable action) {
    if (current.isBound()) {
      current.get().afterCommit.add(action);
    } else {
      action.run();
    }
  }

  /**
   * How many transactions of this process have come to a commit. One is counted when others can see
   * what it changed, and before {@link #inTransaction} returns. Connections of {@link #dataSource}
   * outside of a transaction do not count.
   */
  public long transactions() {
    return transactions.get();
  }

  /** Whether this thread is inside {@link #inTransaction}. */
  public boolean isInTransaction() {
    return current.isBound();
  }

  /**
   * The database for tools that know only {@code javax.sql}. In a transaction of this thread its
   * connections are the transaction's (closing them does nothing, committing or rolling back is
   * refused); outside, each statement is its own transaction. With SQLite such a connection is the
   * one writer: hold it for moments, and never two.
   */
  public DataSource dataSource() {
    return dataSource;
  }

  /** Whether it answers a question that needs no table; for health. */
  public boolean answers() {
    try {
      // Not by with(): whatever the house calls it, this one is expected.
      return reading.withHandle(handle -> handle.createQuery("select 1").mapTo(Integer.class).one())
          == 1;
    } catch (JdbiException failure) {
      LOG.warn("The database does not answer", failure);
      return false;
    }
  }

  /** Closes all connections and gives up the folder. Whatever still runs fails. */
  @Override
  public void close() {
    try {
      connections.close();
    } finally {
      unlock.run();
    }
  }

  private Connection lend() throws SQLException {
    return current.isBound()
        ? GuardedConnection.within(current.get().real)
        : connections.standalone();
  }

  private Transaction begin() {
    try {
      return new Transaction(connections.begin());
    } catch (SQLException failure) {
      throw new ConnectionException(failure);
    }
  }

  private void commit(Transaction transaction) {
    if (transaction.doomed) {
      TransactionException failure =
          new TransactionException(
              "Rolled back, because a part of this transaction failed although nobody says so");
      connections.rollback(transaction.real, failure);
      throw failure;
    }
    try {
      CrashPoint.beforeCommit(transaction.real);
      connections.commit(transaction.real);
      CrashPoint.afterCommit();
    } catch (SQLException failure) {
      throw new TransactionException("The commit failed, nothing was changed", failure);
    } finally {
      transactions.incrementAndGet();
    }
  }

  private static <T, X extends Exception> T join(Transaction transaction, Work<T, X> work)
      throws X {
    try {
      return work.run();
    } catch (Throwable failure) {
      transaction.doomed = true;
      throw failure;
    }
  }

  private static void runSafely(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException failure) {
      LOG.error("An action after a commit failed; the commit stands", failure);
    }
  }

  /** Touched by its own thread only. */
  private static final class Transaction {
    final Connection real;
    final List<Runnable> afterCommit = new ArrayList<>();
    boolean doomed;

    Transaction(Connection real) {
      this.real = real;
    }
  }
}
