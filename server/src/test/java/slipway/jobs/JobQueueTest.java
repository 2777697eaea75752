package slipway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class JobQueueTest {
  private static final JobSettings SETTINGS =
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
  private static final JobSettings RARE_POLL = withPoll(Duration.ofMinutes(10));

  private final TestDatabase databases;
  private final List<JobQueue> queues = new ArrayList<>();
  private final Recorded recorded = new Recorded();
  private Database database;

  JobQueueTest(TestDatabase databases) {
    this.databases = databases;
    this.database = databases.shared();
  }

  private static JobSettings withPoll(Duration poll) {
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

  private JobQueue queue(JobSettings settings) {
    return queue(settings, "node-" + queues.size());
  }

  private JobQueue queue(JobSettings settings, String node) {
    JobQueue queue = new JobQueue(database, settings, InstantSource.system(), node, recorded);
    queues.add(queue);
    return queue;
  }

  private void effect(String name) {
    database.use(handle -> handle.execute("INSERT INTO effect (name) VALUES (?)", name));
  }

  private List<String> effects() {
    return database.with(handle ->
        handle.createQuery("SELECT name FROM effect ORDER BY name").mapTo(String.class).list());
  }

  private interface Doing {
    Outcome run(Job job, JobControl control) throws Exception;
  }

  /** A handler that writes down what it gave up. */
  private JobHandler handler(Doing doing) {
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

  private static final class Recorded implements JobListener {
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

  @Test
  void enqueuedInATransaction_startsRightAfterTheCommit_andNotBefore() throws Exception {
    JobQueue queue =
        queue(RARE_POLL).register("echo", Lane.QUICK, handler((job, control) -> Outcome.done()));
    queue.start();
    settleDown(queue, "echo");
    database.doInTransaction(() -> {
      queue.enqueue("echo", "a");
      assertThat(recorded.started.poll(100, TimeUnit.MILLISECONDS)).isNull();
    });
    assertThat(recorded.nextEnd()).isEqualTo("a DONE");
    await().untilAsserted(() -> assertThat(queue.list(10)).isEmpty());
  }

  /** Lets the first poll pass, so that only a wake-up can start what is enqueued from now on. */
  private void settleDown(JobQueue queue, String kind) throws InterruptedException {
    queue.enqueue(kind, "first");
    assertThat(recorded.nextEnd()).isEqualTo("first DONE");
    recorded.started.clear();
  }

  @Test
  void rolledBackWithItsTransaction_neverRuns() throws Exception {
    JobQueue queue =
        queue(SETTINGS).register("echo", Lane.QUICK, handler((job, control) -> Outcome.done()));
    queue.start();
    assertThatThrownBy(() ->
        database.doInTransaction(() -> {
          queue.enqueue("echo", "never");
          throw new IllegalStateException();
        }));
    queue.enqueue("echo", "after");
    assertThat(recorded.nextEnd()).isEqualTo("after DONE");
    assertThat(queue.list(10)).isEmpty();
    assertThat(recorded.started).containsExactly("after");
  }

  @Test
  void sameKindAndKey_isOneJob_dueAtTheEarlierTime() {
    JobQueue queue =
        queue(SETTINGS).register("echo", Lane.QUICK, handler((job, control) -> Outcome.done()));
    Instant early = Instant.parse("2040-01-01T00:00:00Z");
    Instant late = Instant.parse("2106-02-08T00:00:00Z");
    queue.enqueue("echo", "a", late, 0);
    queue.enqueue("echo", "a", early, 3);
    queue.enqueue("echo", "a", late, 1);
    assertThat(queue.list(10))
        .containsExactly(
            new JobView(
                Lane.QUICK,
                "echo",
                "a",
                1,
                3,
                early,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void askedForDuringARun_runsOnceMore() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    JobQueue queue =
        queue(RARE_POLL)
            .register(
                "echo",
                Lane.QUICK,
                handler((job, control) -> {
                  inside.countDown();
                  go.await();
                  return Outcome.done(() -> effect("ran"));
                }));
    queue.start();
    queue.enqueue("echo", "a");
    inside.await();
    queue.enqueue("echo", "a");
    queue.enqueue("echo", "a");
    go.countDown();
    assertThat(recorded.nextEnd()).isEqualTo("a DONE");
    assertThat(recorded.nextEnd()).isEqualTo("a DONE");
    assertThat(effects()).containsExactly("ran", "ran");
    assertThat(queue.list(10)).isEmpty();
  }

  @Test
  @DisplayName("a change and the end of its job are one transaction (rule 3)")
  void doneChangeThatFails_leavesNeitherChangeNorEnd() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    JobQueue queue =
        queue(SETTINGS)
            .register(
                "echo",
                Lane.QUICK,
                handler((job, control) ->
                    Outcome.done(() -> {
                      effect("run " + job.attempt());
                      if (runs.incrementAndGet() == 1) {
                        throw new IllegalStateException("at the last moment");
                      }
                    })));
    queue.start();
    queue.enqueue("echo", "a");
    assertThat(recorded.nextEnd()).isEqualTo("a FAILED");
    assertThat(recorded.nextEnd()).isEqualTo("a DONE");
    assertThat(effects()).containsExactly("run 2");
  }

  @Test
  void exceptions_areRetriedWithGrowingWaits_thenGivenUp_once() throws Exception {
    List<Job> seen = new CopyOnWriteArrayList<>();
    List<Long> at = new CopyOnWriteArrayList<>();
    JobQueue queue =
        queue(SETTINGS)
            .register(
                "bad",
                Lane.QUICK,
                handler((job, control) -> {
                  seen.add(job);
                  at.add(System.nanoTime());
                  throw new IllegalStateException("no luck");
                }));
    queue.start();
    queue.enqueue("bad", "a");
    assertThat(recorded.nextEnd()).isEqualTo("a FAILED");
    assertThat(recorded.nextEnd()).isEqualTo("a FAILED");
    assertThat(recorded.nextEnd()).isEqualTo("a GAVE_UP");
    assertThat(seen).extracting(Job::attempt).containsExactly(1, 2, 3);
    assertThat(seen)
        .extracting(Job::lastReason)
        .containsExactly(
            Optional.empty(),
            Optional.of("java.lang.IllegalStateException: no luck"),
            Optional.of("java.lang.IllegalStateException: no luck"));
    // Not before its time: 100 ms, then four times as long (lower bounds only).
    assertThat(at.get(1) - at.get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(99).toNanos());
    assertThat(at.get(2) - at.get(1)).isGreaterThanOrEqualTo(Duration.ofMillis(399).toNanos());
    assertThat(effects()).containsExactly("gave up a: java.lang.IllegalStateException: no luck");
    assertThat(queue.list(10)).isEmpty();
  }

  @Test
  void giveUp_tellsTheHandler_inTheTransactionThatRemovesTheJob() throws Exception {
    AtomicInteger told = new AtomicInteger();
    JobQueue queue =
        queue(SETTINGS)
            .register(
                "hopeless",
                Lane.QUICK,
                new JobHandler() {
                  @Override
                  public Outcome run(Job job, JobControl control) {
                    return new Outcome.GiveUp("broken file");
                  }

                  @Override
                  public void gaveUp(Job job, String reason) {
                    effect(reason + " " + told.incrementAndGet());
                    if (told.get() == 1) {
                      throw new IllegalStateException("could not say so");
                    }
                  }
                });
    queue.start();
    queue.enqueue("hopeless", "a");
    assertThat(recorded.nextEnd()).isEqualTo("a FAILED");
    assertThat(recorded.nextEnd()).isEqualTo("a GAVE_UP");
    assertThat(effects()).containsExactly("broken file 2");
    assertThat(queue.list(10)).isEmpty();
  }

  @Test
  void retryAfter_isTheHandlersOwnBusiness_andNeverGivenUp() throws Exception {
    JobQueue queue =
        queue(SETTINGS)
            .register(
                "later",
                Lane.QUICK,
                handler((job, control) ->
                    job.attempt() <= SETTINGS.maxFailures() + 2
                        ? new Outcome.RetryAfter(Duration.ZERO, "try " + job.attempt())
                        : Outcome.done(() -> effect(job.lastReason().orElse("none")))));
    queue.start();
    queue.enqueue("later", "a");
    for (int i = 0; i < 5; i++) {
      assertThat(recorded.nextEnd()).isEqualTo("a RETRIED");
    }
    assertThat(recorded.nextEnd()).isEqualTo("a DONE");
    assertThat(effects()).containsExactly("try 5");
  }

  @Test
  void wait_isNoTry() throws Exception {
    List<Integer> attempts = new ArrayList<>();
    JobQueue queue =
        queue(SETTINGS)
            .register(
                "waiting",
                Lane.QUICK,
                handler((job, control) -> {
                  attempts.add(job.attempt());
                  return switch (attempts.size()) {
                    case 1, 2 -> new Outcome.Wait(Duration.ZERO, "the disk is full");
                    case 3 -> new Outcome.RetryAfter(Duration.ZERO, "it broke");
                    default -> Outcome.done(() -> effect(job.lastReason().orElse("none")));
                  };
                }));
    queue.start();
    queue.enqueue("waiting", "a");
    for (int i = 0; i < 3; i++) {
      assertThat(recorded.nextEnd()).isEqualTo("a RETRIED");
    }
    assertThat(recorded.nextEnd()).isEqualTo("a DONE");
    assertThat(attempts).containsExactly(1, 1, 1, 2);
    assertThat(effects()).containsExactly("it broke");
  }

  @Test
  void cancel_removesAWaitingJob() {
    JobQueue queue =
        queue(SETTINGS).register("echo", Lane.HEAVY, handler((job, control) -> Outcome.done()));
    queue.enqueue("echo", "a");
    assertThat(queue.cancel("echo", "a")).isTrue();
    assertThat(queue.cancel("echo", "a")).isFalse();
    assertThat(queue.list(10)).isEmpty();
  }

  @Test
  @DisplayName("REL-36 cancel stops a running job, and nothing it does afterwards counts")
  void cancel_stopsARunningJob_whichLeavesNoTrace() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch childKilled = new CountDownLatch(1);
    JobQueue queue =
        queue(SETTINGS)
            .register(
                "long",
                Lane.HEAVY,
                handler((job, control) -> {
                  control.onCancel(childKilled::countDown);
                  inside.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException told) {
                    assertThat(control.cancelled()).isTrue();
                  }
                  return Outcome.done(() -> effect("must not be"));
                }));
    queue.start();
    queue.enqueue("long", "a");
    inside.await();
    assertThat(queue.cancel("long", "a")).isTrue();
    assertThat(queue.awaitEnd("long", "a", Duration.ofSeconds(10))).isTrue();
    assertThat(childKilled.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(recorded.nextEnd()).isEqualTo("a DROPPED");
    assertThat(effects()).isEmpty();
    assertThat(queue.list(10)).isEmpty();
  }

  @Test
  void cancelledAndEnqueuedAnew_waitsForTheDyingRun_whichDoesNotTouchTheNewJob() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Semaphore letGo = new Semaphore(0);
    AtomicInteger runs = new AtomicInteger();
    JobQueue queue =
        queue(SETTINGS)
            .register(
                "long",
                Lane.QUICK,
                handler((job, control) -> {
                  int run = runs.incrementAndGet();
                  if (run == 1) {
                    inside.countDown();
                    letGo.acquireUninterruptibly();
                  }
                  return Outcome.done(() -> effect("run " + run));
                }));
    queue.start();
    queue.enqueue("long", "a");
    inside.await();
    queue.cancel("long", "a");
    queue.enqueue("long", "a");
    await().until(() -> queue.list(1).getFirst().runningSince().isPresent());
    assertThat(runs).hasValue(1);
    letGo.release();
    assertThat(recorded.nextEnd()).isEqualTo("a DROPPED");
    assertThat(recorded.nextEnd()).isEqualTo("a DONE");
    assertThat(effects()).containsExactly("run 2");
  }

  @Test
  void dueWithinMoments_beginsThen_howeverRarelyTheTablesAreLookedAt() throws Exception {
    JobSettings rare =
        new JobSettings(
            1,
            1,
            1,
            /* poll= */ Duration.ofHours(1),
            Duration.ofSeconds(5),
            3,
            Duration.ofHours(1),
            Duration.ofHours(1),
            5,
            Duration.ofSeconds(1));
    JobQueue queue =
        queue(rare).register("work", Lane.QUICK, handler((job, control) -> Outcome.done()));
    queue.start();
    queue.enqueue("work", "soon", Instant.now().plusMillis(300), /* priority= */ 0);
    assertThat(recorded.nextEnd()).isEqualTo("soon DONE");
  }

  @Test
  void lanes_doNotWaitForEachOther_andPriorityGoesFirst() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    JobQueue queue =
        queue(SETTINGS)
            .register("look", Lane.QUICK, handler((job, control) -> Outcome.done()))
            .register(
                "encode",
                Lane.HEAVY,
                handler((job, control) -> {
                  go.await();
                  return Outcome.done();
                }));
    queue.start();
    Instant now = Instant.now();
    queue.enqueue("encode", "blocks", now, 0);
    assertThat(recorded.started.poll(10, TimeUnit.SECONDS)).isEqualTo("blocks");
    queue.enqueue("encode", "low", now.minusSeconds(9), 0);
    queue.enqueue("encode", "high", now, 5);
    queue.enqueue("look", "quick");
    assertThat(recorded.nextEnd()).isEqualTo("quick DONE");
    assertThat(queue.list(10)).extracting(JobView::key).containsExactly("blocks", "high", "low");
    go.countDown();
    assertThat(List.of(recorded.nextEnd(), recorded.nextEnd(), recorded.nextEnd()))
        .containsExactly("blocks DONE", "high DONE", "low DONE");
  }

  @Test
  @DisplayName("REL-22 a stop puts running jobs back without counting them")
  void stop_putsRunningJobsBack() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    JobQueue first =
        queue(SETTINGS)
            .register(
                "long",
                Lane.HEAVY,
                handler((job, control) -> {
                  inside.countDown();
                  new CountDownLatch(1).await();
                  return Outcome.done();
                }));
    first.start();
    first.enqueue("long", "a");
    inside.await();
    first.close();
    assertThat(recorded.nextEnd()).isEqualTo("a PUT_BACK");
    assertThat(first.list(10))
        .singleElement()
        .satisfies(job -> {
          assertThat(job.attempt()).isEqualTo(1);
          assertThat(job.runningSince()).isEmpty();
        });
    JobQueue second =
        queue(SETTINGS).register("long", Lane.HEAVY, handler((job, control) -> Outcome.done()));
    second.start();
    assertThat(recorded.nextEnd()).isEqualTo("a DONE");
  }

  @Test
  void stop_letsARunFinishWithinTheGrace() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    JobQueue queue =
        queue(
                new JobSettings(
                    1,
                    1,
                    1,
                    Duration.ofMillis(50),
                    Duration.ofSeconds(1),
                    3,
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    5,
                    Duration.ofSeconds(20)))
            .register(
                "short",
                Lane.QUICK,
                handler((job, control) -> {
                  inside.countDown();
                  go.await();
                  return Outcome.done(() -> effect("finished"));
                }));
    queue.start();
    queue.enqueue("short", "a");
    inside.await();
    Thread stop = Thread.ofVirtual().start(queue::close);
    go.countDown();
    stop.join();
    assertThat(effects()).containsExactly("finished");
    assertThat(queue.list(10)).isEmpty();
  }

  @Test
  void unknownKinds_areRefused_andLeftAloneInTheTable() throws Exception {
    JobQueue other =
        queue(SETTINGS).register("newer", Lane.QUICK, handler((job, control) -> Outcome.done()));
    other.enqueue("newer", "a");
    JobQueue queue =
        queue(SETTINGS).register("echo", Lane.QUICK, handler((job, control) -> Outcome.done()));
    queue.start();
    queue.enqueue("echo", "b");
    assertThat(recorded.nextEnd()).isEqualTo("b DONE");
    assertThat(queue.list(10)).extracting(JobView::kind).containsExactly("newer");
    assertThatThrownBy(() -> queue.enqueue("newer", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queue.register("Echo!", Lane.QUICK, handler((j, c) -> Outcome.done())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
