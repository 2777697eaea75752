package slipway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions of SQLite that wait for each other share a flush, and nothing else (TUS-180). */
class GroupCommitTest {
  private static final int MANY = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  /** Stands still unless a test moves it, so no group is too old to grow on a busy machine. */
  private final AtomicLong nanos = new AtomicLong();

  private SqliteConnections connections;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void open() throws SQLException {
    connections = open(PATIENCE);
    try (Connection connection = connections.standalone()) {
      run(connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY)");
    }
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    connections.close();
  }

  private SqliteConnections open(Duration patience) {
    return new SqliteConnections(
        new DatabaseSettings(
            "jdbc:sqlite:" + folder.resolve("group.db"),
            Optional.empty(),
            Optional.empty(),
            2,
            patience,
            Duration.ofSeconds(5)),
        nanos::get);
  }

  @Test
  @DisplayName("those who wait for one that is busy stand with few commits, all of them")
  void waiting_shareCommits() throws Exception {
    Connection first = connections.begin();
    insert(first, 0);
    List<Future<Void>> waiting = new ArrayList<>();
    for (int id = 1; id <= MANY; id++) {
      waiting.add(inLine(inserting(id)));
    }
    long before = connections.commits();
    connections.commit(first);
    for (Future<Void> one : waiting) {
      one.get();
    }
    assertThat(connections.commits() - before).isOne();
    assertThat(rows()).isEqualTo(MANY + 1);
  }

  @Test
  @DisplayName("nobody waits long for others: who comes too late does not add to the group")
  void longWait_endsTheGroup() throws Exception {
    Connection first = connections.begin();
    insert(first, 0);
    Future<Void> second =
        inLine(() -> {
          Connection connection = connections.begin();
          insert(connection, 1);
          nanos.addAndGet(CommitGroup.LONGEST_NANOS);
          connections.commit(connection);
          return null;
        });
    CountDownLatch goOn = new CountDownLatch(1);
    Future<Void> third =
        inLine(() -> {
          Connection connection = connections.begin();
          goOn.await();
          connections.commit(connection);
          return null;
        });
    committing(first).get(10, TimeUnit.SECONDS);
    second.get();
    assertThat(rows()).as("while the third still works").isEqualTo(2);
    goOn.countDown();
    third.get();
  }

  @Test
  @DisplayName("nobody is told before the commit of all")
  void membersWaitForTheCommit() throws Exception {
    Connection first = connections.begin();
    insert(first, 0);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Future<Void> second =
        inLine(() -> {
          Connection connection = connections.begin();
          insert(connection, 1);
          inside.countDown();
          goOn.await();
          connections.commit(connection);
          return null;
        });
    // A turn is nobody's but its thread's until it is given on, which the commit does.
    Future<Void> committed = committing(first);
    inside.await();
    assertThat(committed).as("its changes are not on the disk yet").isNotDone();
    assertThat(rows()).isZero();
    goOn.countDown();
    committed.get();
    second.get();
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  @DisplayName("one that fails takes nobody with it")
  void rollback_isItsOwn() throws Exception {
    Connection first = connections.begin();
    insert(first, 0);
    Future<Void> failing =
        inLine(() -> {
          Connection connection = connections.begin();
          insert(connection, 1);
          connections.rollback(connection, new IllegalStateException());
          return null;
        });
    Future<Void> third = inLine(inserting(2));
    connections.commit(first);
    failing.get();
    third.get();
    assertThat(ids()).containsExactly(0, 2);
  }

  @Test
  @DisplayName("one that fails is not told before what it has seen of others is on the disk")
  void rollback_waitsForTheCommit() throws Exception {
    Connection first = connections.begin();
    insert(first, 0);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicReference<Integer> seen = new AtomicReference<>();
    Future<Integer> failing =
        inLine(() -> {
          Connection connection = connections.begin();
          seen.set(ids(connection).size());
          connections.rollback(connection, new IllegalStateException());
          return rows();
        });
    Future<Void> third =
        inLine(() -> {
          Connection connection = connections.begin();
          goOn.await();
          connections.commit(connection);
          return null;
        });
    Future<Void> committed = committing(first);
    while (connections.waiting() > 0) {
      Thread.sleep(1);
    }
    assertThat(committed).as("the third keeps the turn").isNotDone();
    assertThat(failing).as("has seen what is not there yet").isNotDone();
    goOn.countDown();
    assertThat(failing.get()).isEqualTo(seen.get()).isOne();
    committed.get();
    third.get();
  }

  @Test
  @DisplayName("REL-13: where SQLite has rolled back by itself, all who were to stand are told so")
  void lostTransaction_failsForAll() throws Exception {
    Connection first = connections.begin();
    insert(first, 0);
    Future<Void> breaking =
        inLine(() -> {
          Connection connection = connections.begin();
          insert(connection, 1);
          run(connection, "ROLLBACK"); // as SQLite does by itself on a full disk
          connections.commit(connection);
          return null;
        });
    assertThatThrownBy(() -> connections.commit(first)).isInstanceOf(SQLException.class);
    assertThatThrownBy(breaking::get).isInstanceOf(ExecutionException.class);
    assertThat(rows()).isZero();
    inserting(2).call();
    assertThat(ids()).containsExactly(2);
  }

  @Test
  @DisplayName("an error of the machine ends a turn as any failure does: nobody waits for ever")
  void errorInTheGroup_failsForAll() throws Exception {
    Connection first = connections.begin();
    insert(first, 0);
    Future<Void> breaking =
        inLine(() -> {
          Connection connection = connections.begin();
          insert(connection, 1);
          connections.commit(exhausted());
          return null;
        });
    Future<Void> third = inLine(inserting(2));
    Future<Void> committed = committing(first);
    assertThatThrownBy(() -> committed.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(StackOverflowError.class)
        .cause()
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> breaking.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(StackOverflowError.class);
    third.get(10, TimeUnit.SECONDS);
    assertThat(ids()).containsExactly(2);
  }

  /** A connection on which nothing can be done any more. */
  private static Connection exhausted() {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, _, _) -> {
              throw new StackOverflowError();
            });
  }

  @Test
  @DisplayName("a failed rollback of one is told to those before it, who are lost with it")
  void lostTransaction_thatRollsBack_failsForAll() throws Exception {
    Connection first = connections.begin();
    insert(first, 0);
    Future<Void> breaking =
        inLine(() -> {
          Connection connection = connections.begin();
          run(connection, "ROLLBACK");
          connections.rollback(connection, new IOException("what happened"));
          return null;
        });
    assertThatThrownBy(() -> connections.commit(first))
        .isInstanceOf(SQLException.class)
        .hasRootCauseMessage("what happened");
    breaking.get();
    assertThat(rows()).isZero();
  }

  @Test
  @DisplayName("a statement outside of transactions commits first what was left to it")
  void standalone_commitsTheGroup() throws Exception {
    Connection first = connections.begin();
    insert(first, 0);
    CountDownLatch goOn = new CountDownLatch(1);
    Future<Integer> seen =
        inLine(() -> {
          try (Connection connection = connections.standalone()) {
            goOn.await();
            insert(connection, 1);
          }
          return rows();
        });
    connections.commit(first); // returns although the other still holds the connection
    assertThat(rows()).isOne();
    goOn.countDown();
    assertThat(seen.get()).isEqualTo(2);
  }

  @Test
  @DisplayName("who loses patience, or is interrupted, leaves the line as it was")
  void impatient_leavesTheLine() throws Exception {
    connections.close();
    connections = open(Duration.ofMillis(300));
    Connection first = connections.begin();
    insert(first, 0);
    Future<Void> late = inLine(inserting(1));
    AtomicReference<Thread> waiting = new AtomicReference<>();
    Future<Void> interrupted =
        inLine(() -> {
          waiting.set(Thread.currentThread());
          return inserting(2).call();
        });
    Objects.requireNonNull(waiting.get()).interrupt();
    assertThatThrownBy(interrupted::get)
        .hasRootCauseInstanceOf(InterruptedException.class)
        .cause()
        .isInstanceOf(SQLTransientConnectionException.class);
    assertThatThrownBy(late::get).hasMessageContaining("busy writing");
    connections.commit(first);
    inserting(3).call();
    assertThat(ids()).containsExactly(0, 3);
  }

  @Test
  @DisplayName("any number of threads that commit and roll back: what was told is there, no more")
  void manyThreads_keepWhatTheyWereTold() throws Exception {
    List<Future<List<Integer>>> all = new ArrayList<>();
    for (int thread = 0; thread < MANY; thread++) {
      int from = thread * 100;
      all.add(
          threads.submit(() -> {
            List<Integer> told = new ArrayList<>();
            for (int id = from; id < from + 50; id++) {
              Connection connection = connections.begin();
              insert(connection, id);
              if (id % 3 == 0) {
                connections.rollback(connection, new IllegalStateException());
              } else {
                connections.commit(connection);
                told.add(id);
              }
            }
            return told;
          }));
    }
    List<Integer> told = new ArrayList<>();
    for (Future<List<Integer>> one : all) {
      told.addAll(one.get());
    }
    assertThat(ids()).containsExactlyElementsOf(told.stream().sorted().toList());
    assertThat(connections.commits()).isLessThan(told.size());
  }

  private Callable<Void> inserting(int id) {
    return () -> {
      Connection connection = connections.begin();
      insert(connection, id);
      connections.commit(connection);
      return null;
    };
  }

  /** Begins in a thread of its own, and returns when that stands in line for its turn. */
  private <T> Future<T> inLine(Callable<T> work) throws InterruptedException {
    int before = connections.waiting();
    Future<T> running = threads.submit(work);
    while (connections.waiting() == before) {
      Thread.sleep(1);
    }
    return running;
  }

  private Future<Void> committing(Connection connection) {
    return threads.submit(() -> {
      connections.commit(connection);
      return null;
    });
  }

  private static void insert(Connection connection, int id) throws SQLException {
    run(connection, "INSERT INTO thing VALUES (" + id + ")");
  }

  private static void run(Connection connection, String words) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(words);
    }
  }

  private int rows() throws SQLException {
    return ids().size();
  }

  private List<Integer> ids() throws SQLException {
    try (Connection connection = connections.readers().getConnection()) {
      return ids(connection);
    }
  }

  private static List<Integer> ids(Connection connection) throws SQLException {
    List<Integer> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT id FROM thing ORDER BY id")) {
      while (rows.next()) {
        ids.add(rows.getInt(1));
      }
    }
    return ids;
  }
}
