package slipway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.sql.Database;
import slipway.sql.Dialect;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

/**
 * Two queues over one database: two nodes with PostgreSQL, two workers in one process with SQLite.
 */
@OnEveryDatabase
class JobClusterTest {
  private static final int JOBS = 1_000;
  private static final JobSettings SETTINGS =
      new JobSettings(
          8,
          1,
          1,
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          3,
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          5,
          Duration.ofSeconds(1));

  private final TestDatabase databases;

  JobClusterTest(TestDatabase databases) {
    this.databases = databases;
  }

  private static final class Counting implements JobListener {
    final AtomicInteger done = new AtomicInteger();

    @Override
    public void started(Job job) {}

    @Override
    public void ended(Job job, Ending ending, Duration took) {
      if (ending == Ending.DONE) {
        done.incrementAndGet();
      }
    }
  }

  private static JobHandler counting(Database database, Map<String, AtomicInteger> runs) {
    return new JobHandler() {
      @Override
      public Outcome run(Job job, JobControl control) {
        runs.computeIfAbsent(job.key(), key -> new AtomicInteger()).incrementAndGet();
        return Outcome.done(() ->
            database.use(handle -> handle.execute("INSERT INTO done (id) VALUES (?)", job.key())));
      }

      @Override
      public void gaveUp(Job job, String reason) {
        throw new AssertionError(reason);
      }
    };
  }

  @Test
  @DisplayName("REL-37 two nodes, 1,000 jobs: none lost, none doubled, none left")
  void twoNodes_noneLost_noneDoubled() {
    Database one = databases.fresh();
    one.doInTransaction(
        () -> one.use(handle -> handle.execute("CREATE TABLE done (id TEXT PRIMARY KEY)")));
    Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    Counting ofFirst = new Counting();
    Counting ofSecond = new Counting();
    try (JobQueue first = new JobQueue(one, SETTINGS, InstantSource.system(), "one", ofFirst);
        JobQueue second = new JobQueue(one, SETTINGS, InstantSource.system(), "two", ofSecond)) {
      first.register("count", Lane.QUICK, counting(one, runs));
      second.register("count", Lane.QUICK, counting(one, runs));
      first.start();
      second.start();
      for (int i = 0; i < JOBS / 10; i++) {
        int tens = i * 10;
        one.doInTransaction(() -> {
          for (int j = 0; j < 10; j++) {
            (j % 2 == 0 ? first : second).enqueue("count", "job-" + (tens + j));
          }
        });
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> first.list(1).isEmpty());
    }
    assertThat(runs).hasSize(JOBS);
    assertThat(runs.values()).allSatisfy(count -> assertThat(count).hasValue(1));
    assertThat(ofFirst.done.get() + ofSecond.done.get()).isEqualTo(JOBS);
    assertThat(ofFirst.done).as("both took part").hasPositiveValue();
    assertThat(ofSecond.done).as("both took part").hasPositiveValue();
    int done =
        one.with(
            handle -> handle.createQuery("SELECT count(*) FROM done").mapTo(Integer.class).one());
    assertThat(done).isEqualTo(JOBS);
  }

  @Test
  @DisplayName("REL-37 with PostgreSQL the jobs of a silent node are taken over, and count once")
  void silentNode_isTakenOver() throws Exception {
    assumeTrue(
        databases.dialect() == Dialect.POSTGRESQL,
        "with SQLite the next start does it: JobCrashTest");
    Database database = databases.fresh();
    database.doInTransaction(
        () -> database.use(handle -> handle.execute("CREATE TABLE done (id TEXT PRIMARY KEY)")));
    Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    try (JobQueue queue =
        new JobQueue(database, SETTINGS, InstantSource.system(), "alive", JobListener.NONE)) {
      queue.register("count", Lane.QUICK, counting(database, runs));
      queue.enqueue("count", "a");
      // As a node leaves it that was killed an hour ago in the middle of the job.
      long hourAgo = InstantSource.system().millis() - 3_600_000;
      database.doInTransaction(() ->
          database.use(handle ->
              handle.execute(
                  "UPDATE job_quick SET picked = TRUE, picked_by = 'dead', last_heartbeat ="
                      + " ?, running_since = ?",
                  hourAgo,
                  hourAgo)));
      queue.start();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(queue.list(1)).isEmpty());
    }
    assertThat(runs.get("a")).hasValue(1);
  }

  @Test
  @DisplayName("SQLite: readers, writers and eight workers at once never meet a busy database")
  void manyWriters_neverBusy() throws Exception {
    Database database = databases.fresh();
    database.doInTransaction(() -> {
      database.use(handle -> handle.execute("CREATE TABLE done (id TEXT PRIMARY KEY)"));
      database.use(handle -> handle.execute("CREATE TABLE tally (n BIGINT)"));
      database.use(handle -> handle.execute("INSERT INTO tally VALUES (0)"));
    });
    Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    AtomicInteger written = new AtomicInteger();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    try (JobQueue queue =
        new JobQueue(database, SETTINGS, InstantSource.system(), "busy", JobListener.NONE)) {
      queue.register("count", Lane.QUICK, counting(database, runs));
      queue.start();
      long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
      List<Thread> threads =
          IntStream.range(0, 12)
              .mapToObj(n ->
                  Thread.ofVirtual()
                      .start(() -> {
                        try {
                          while (System.nanoTime() < end) {
                            if (n % 3 == 0) {
                              database.use(handle ->
                                  handle
                                      .createQuery("SELECT n FROM tally")
                                      .mapTo(Long.class)
                                      .one());
                            } else {
                              int number = written.incrementAndGet();
                              database.doInTransaction(() -> {
                                database.use(
                                    handle -> handle.execute("UPDATE tally SET n = n + 1"));
                                queue.enqueue("count", "job-" + number);
                              });
                            }
                          }
                        } catch (Throwable failure) {
                          failures.add(failure);
                        }
                      }))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> queue.list(1).isEmpty());
    }
    assertThat(failures).isEmpty();
    assertThat(runs).hasSize(written.get());
    assertThat(runs.values()).allSatisfy(count -> assertThat(count).hasValue(1));
    long counted =
        database.with(handle -> handle.createQuery("SELECT n FROM tally").mapTo(Long.class).one());
    assertThat(counted).isEqualTo(written.get());
  }
}
