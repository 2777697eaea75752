package slipway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import slipway.sql.Database;
import slipway.testing.TestDatabase;

/** A queue on a database of its own, and what it was seen to do. */
abstract class JobQueueCase {
  static final JobSettings SETTINGS =
      new JobSettings(
          /* quickThreads= */ 4,
          /* heavyThreads= */ 1,
          /* fetchThreads= */ 1,
          /* poll= */ Duration.ofMillis(50),
          /* heartbeat= */ Duration.ofMillis(200),
          /* maxFailures= */ 3,
          /* firstBackoff= */ Duration.ofMillis(100),
          /* maxBackoff= */ Duration.ofSeconds(1),
          /* maxLost= */ 5,
          /* stopGrace= */ Duration.ofMillis(200));

  /** Long enough that only an immediate wake-up can be what started a job. */
  static final JobSettings RARE_POLL = withPoll(Duration.ofMinutes(10));

  final TestDatabase databases;
  final List<JobQueue> queues = new ArrayList<>();
  final Recorded recorded = new Recorded();
  Database database;

  JobQueueCase(TestDatabase databases) {
    this.databases = databases;
    this.database = databases.shared();
  }

  static JobSettings withPoll(Duration poll) {
    return new JobSettings(
        SETTINGS.quickThreads(),
        SETTINGS.heavyThreads(),
        SETTINGS.fetchThreads(),
        poll,
        SETTINGS.heartbeat(),
        SETTINGS.maxFailures(),
        SETTINGS.firstBackoff(),
        SETTINGS.maxBackoff(),
        SETTINGS.maxLost(),
        SETTINGS.stopGrace());
  }

  @BeforeEach
  void freshDatabase() {
    database = databases.fresh();
    database.doInTransaction(
        () -> database.use(handle -> handle.execute("CREATE TABLE effect (name TEXT)")));
  }

  @AfterEach
  void stopQueues() {
    queues.forEach(JobQueue::close);
  }

  JobQueue queue(JobSettings settings) {
    return queue(settings, "node-" + queues.size());
  }

  JobQueue queue(JobSettings settings, String node) {
    JobQueue queue = new JobQueue(database, settings, InstantSource.system(), node, recorded);
    queues.add(queue);
    return queue;
  }

  void effect(String name) {
    database.use(handle -> handle.execute("INSERT INTO effect (name) VALUES (?)", name));
  }

  List<String> effects() {
    return database.with(handle ->
        handle.createQuery("SELECT name FROM effect ORDER BY name").mapTo(String.class).list());
  }

  interface Doing {
    Outcome run(Job job, JobControl control) throws Exception;
  }

  /** A handler that writes down what it gave up. */
  JobHandler handler(Doing doing) {
    return new JobHandler() {
      @Override
      public Outcome run(Job job, JobControl control) throws Exception {
        return doing.run(job, control);
      }

      @Override
      public void gaveUp(Job job, String reason) {
        effect("gave up " + job.key() + ": " + reason);
      }
    };
  }

  static final class Recorded implements JobListener {
    final BlockingQueue<String> started = new LinkedBlockingQueue<>();
    final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    final List<Duration> took = new CopyOnWriteArrayList<>();

    @Override
    public void started(Job job) {
      started.add(job.key());
    }

    @Override
    public void ended(Job job, Ending ending, Duration took) {
      this.took.add(took);
      ended.add(job.key() + " " + ending);
    }

    String nextEnd() throws InterruptedException {
      return Optional.ofNullable(ended.poll(20, TimeUnit.SECONDS)).orElse("nothing ended");
    }
  }

  /** Lets the first poll pass, so that only a wake-up can start what is enqueued from now on. */
  void settleDown(JobQueue queue, String kind) throws InterruptedException {
    queue.enqueue(kind, "first");
    assertThat(recorded.nextEnd()).isEqualTo("first DONE");
    recorded.started.clear();
  }
}
