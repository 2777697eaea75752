package slipway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class DatabaseTest {
  private final Database database;

  DatabaseTest(TestDatabase databases) {
    database = databases.shared();
  }

  @BeforeEach
  void emptyTable() {
    database.doInTransaction(() ->
        database.use(handle -> {
          handle.execute("DROP TABLE IF EXISTS thing");
          handle.execute(
              "CREATE TABLE thing (id TEXT PRIMARY KEY, at BIGINT, ok SMALLINT, n BIGINT)");
        }));
  }

  private void insert(String id) {
    database.use(handle -> handle.execute("INSERT INTO thing (id) VALUES (?)", id));
  }

  private List<String> ids() {
    return database.with(handle ->
        handle.createQuery("SELECT id FROM thing ORDER BY id").mapTo(String.class).list());
  }

  @Test
  void transaction_commits_andReadersSeeItThen() throws Exception {
    try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> seenBefore =
          database.inTransaction(() -> {
            insert("a");
            assertThat(ids()).containsExactly("a");
            return others.submit(this::ids).get();
          });
      assertThat(seenBefore).isEmpty();
    }
    assertThat(ids()).containsExactly("a");
  }

  @Test
  void anyException_rollsBack() {
    assertThatThrownBy(() ->
            database.doInTransaction(() -> {
              insert("a");
              throw new IOException("no");
            }))
        .isInstanceOf(IOException.class);
    assertThat(ids()).isEmpty();
    assertThat(database.isInTransaction()).isFalse();
  }

  @Test
  void anyError_rollsBack_andTheNextHasItsTurn() {
    assertThatThrownBy(() ->
            database.doInTransaction(() -> {
              insert("a");
              throw new StackOverflowError();
            }))
        .isInstanceOf(StackOverflowError.class);
    database.doInTransaction(() -> insert("b"));
    assertThat(ids()).containsExactly("b");
  }

  @Test
  void innerCall_joins() {
    assertThatThrownBy(() ->
            database.doInTransaction(() -> {
              database.doInTransaction(() -> insert("inner"));
              throw new IllegalStateException("outer fails");
            }))
        .hasMessage("outer fails");
    assertThat(ids()).isEmpty();
  }

  @Test
  void swallowedInnerFailure_stillRollsBack_andSaysSo() {
    assertThatThrownBy(() ->
            database.doInTransaction(() -> {
              insert("outer");
              try {
                database.doInTransaction(() -> {
                  throw new IllegalStateException("inner");
                });
              } catch (IllegalStateException swallowed) {
                assertThat(swallowed).hasMessage("inner");
              }
            }))
        .isInstanceOf(TransactionException.class);
    assertThat(ids()).isEmpty();
  }

  @Test
  void afterCommit_runsAfterTheCommit_onTheSameThread_inOrder() {
    List<String> log = new ArrayList<>();
    Thread here = Thread.currentThread();
    database.doInTransaction(() -> {
      database.afterCommit(() -> {
        assertThat(database.isInTransaction()).isFalse();
        assertThat(Thread.currentThread()).isSameAs(here);
        log.add("first sees " + ids());
      });
      database.doInTransaction(() -> database.afterCommit(() -> log.add("second")));
      insert("a");
      assertThat(log).isEmpty();
    });
    assertThat(log).containsExactly("first sees [a]", "second");
  }

  @Test
  void afterCommit_isForgottenOnRollback_andRunsAtOnceOutside() {
    List<String> log = new ArrayList<>();
    assertThatThrownBy(() ->
        database.doInTransaction(() -> {
          database.afterCommit(() -> log.add("never"));
          throw new IllegalStateException();
        }));
    database.afterCommit(() -> log.add("now"));
    assertThat(log).containsExactly("now");
  }

  @Test
  void afterCommit_thatThrows_doesNotUndoTheCommit_norStopTheNext() {
    List<String> log = new ArrayList<>();
    database.doInTransaction(() -> {
      insert("a");
      database.afterCommit(() -> {
        throw new IllegalStateException("late");
      });
      database.afterCommit(() -> log.add("next"));
    });
    assertThat(ids()).containsExactly("a");
    assertThat(log).containsExactly("next");
  }

  @Test
  void withOutsideOfATransaction_onSqlite_cannotWrite() {
    if (database.dialect() == Dialect.SQLITE) {
      assertThatThrownBy(() -> insert("a")).hasMessageContaining("readonly");
      assertThat(ids()).isEmpty();
    }
  }

  @Test
  void dataSource_insideATransaction_isThatTransaction() {
    assertThatThrownBy(() ->
            database.doInTransaction(() -> {
              try (Connection connection = database.dataSource().getConnection();
                  Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO thing (id) VALUES ('a')");
                assertThat(connection.getAutoCommit()).isTrue();
                assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
                assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> connection.setAutoCommit(false))
                    .isInstanceOf(SQLException.class);
              }
              assertThat(ids()).containsExactly("a");
              throw new IllegalStateException("back");
            }))
        .hasMessage("back");
    assertThat(ids()).isEmpty();
  }

  @Test
  void dataSource_outside_commitsByItself() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO thing (id) VALUES ('a')");
    }
    assertThat(ids()).containsExactly("a");
    database.doInTransaction(() -> insert("b"));
    assertThat(ids()).containsExactly("a", "b");
  }

  record Thing(String id, Instant at, boolean ok) {}

  @Test
  void conventions_timesIdsAndTruths_comeBackAsTheyWent() {
    UUID id = UUID.fromString("00000000-0000-4000-8000-000000000001");
    Instant at = Instant.parse("2106-02-07T06:28:16.123Z"); // REL-24: beyond 32 bits
    database.doInTransaction(() ->
        database.use(handle -> {
          handle
              .createUpdate("INSERT INTO thing (id, at, ok) VALUES (:id, :at, :ok)")
              .bind("id", id)
              .bind("at", at)
              .bind("ok", true)
              .execute();
          handle
              .createUpdate("INSERT INTO thing (id, at, ok) VALUES ('none', :at, :ok)")
              .bindByType("at", Optional.<Instant>empty().orElse(null), Instant.class)
              .bindByType("ok", Optional.<Boolean>empty().orElse(null), Boolean.class)
              .execute();
          var batch = handle.prepareBatch("INSERT INTO thing (id, at, ok) VALUES (:id, :at, :ok)");
          batch.bind("id", "batch").bind("at", at).bind("ok", false).add();
          batch.execute();
        }));
    List<String> rows =
        database.with(handle ->
            handle
                .createQuery("SELECT id, at, ok FROM thing WHERE at IS NOT NULL ORDER BY id")
                .map((row, context) ->
                    row.getString("id") + " " + row.getLong("at") + " " + row.getShort("ok"))
                .list());
    assertThat(rows)
        .containsExactly(id + " " + at.toEpochMilli() + " 1", "batch " + at.toEpochMilli() + " 0");
    assertThat(
            database.<UUID, RuntimeException>with(handle ->
                handle
                    .createQuery("SELECT id FROM thing WHERE at = :at AND ok = :ok")
                    .bind("at", at)
                    .bind("ok", true)
                    .mapTo(UUID.class)
                    .one()))
        .isEqualTo(id);
    assertThat(
            database.<Instant, RuntimeException>with(handle ->
                handle
                    .createQuery("SELECT at FROM thing WHERE id = 'batch'")
                    .mapTo(Instant.class)
                    .one()))
        .isEqualTo(at);
  }

  @Test
  void sequence_byUpdateReturning_givesEachNumberOnce() throws Exception {
    database.doInTransaction(
        () -> database.use(handle -> handle.execute("INSERT INTO thing (id, n) VALUES ('c', 0)")));
    CountDownLatch go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> numbers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        numbers.add(
            threads.submit(() -> {
              go.await();
              return database.<Long, RuntimeException>inTransaction(this::nextNumber);
            }));
      }
      go.countDown();
      List<Long> given = new ArrayList<>();
      for (Future<Long> number : numbers) {
        given.add(number.get());
      }
      assertThat(given).doesNotHaveDuplicates().hasSize(100).contains(1L, 100L);
    }
  }

  private long nextNumber() {
    return database.with(handle ->
        handle
            .createQuery("UPDATE thing SET n = n + 1 WHERE id = 'c' RETURNING n")
            .mapTo(Long.class)
            .one());
  }
}
