package slipway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

/** What a clock that jumps must not do (REL-24). */
@OnEveryDatabase
class JobClockTest {
  private static final Duration HEARTBEAT = Duration.ofMillis(500);
  private static final JobSettings SETTINGS =
      new JobSettings(
          2,
          1,
          1,
          Duration.ofMillis(20),
          HEARTBEAT,
          3,
          Duration.ofHours(1),
          Duration.ofHours(1),
          5,
          Duration.ofSeconds(1));

  private final Database database;
  private final SettableClock clock = new SettableClock();
  private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  private final List<Duration> took = new CopyOnWriteArrayList<>();
  private final JobListener listener =
      new JobListener() {
        @Override
        public void started(Job job) {}

        @Override
        public void ended(Job job, Ending ending, Duration duration) {
          took.add(duration);
          ended.add(job.key() + " " + ending);
        }
      };

  JobClockTest(TestDatabase databases) {
    database = databases.fresh();
  }

  private JobQueue queue(String node, Handling handling) {
    return new JobQueue(database, SETTINGS, clock, node, listener)
        .register(
            "work",
            Lane.QUICK,
            new JobHandler() {
              @Override
              public Outcome run(Job job, JobControl control) throws Exception {
                return handling.run(job);
              }

              @Override
              public void gaveUp(Job job, String reason) {
                throw new AssertionError(reason);
              }
            });
  }

  private interface Handling {
    Outcome run(Job job) throws Exception;
  }

  private String nextEnd() throws InterruptedException {
    String end = ended.poll(20, TimeUnit.SECONDS);
    return end == null ? "nothing ended" : end;
  }

  @Test
  @DisplayName(
      "REL-24 a clock that jumps during a run neither doubles it nor makes it last less than"
          + " nothing")
  void jumpsDuringARun_doNotDoubleIt() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Handling slow =
        job -> {
          runs.incrementAndGet();
          inside.countDown();
          go.await();
          return Outcome.done();
        };
    try (JobQueue one = queue("one", slow);
        JobQueue two = queue("two", slow)) {
      one.start();
      two.start();
      one.enqueue("work", "a");
      inside.await();
      clock.advance(Duration.ofHours(-2));
      // Some rounds of heartbeats and of looking for the dead; nearly whenever somebody looks, the
      // last heartbeat seems to be an hour old.
      for (int i = 0; i < 30; i++) {
        clock.advance(Duration.ofHours(1));
        new CountDownLatch(1).await(HEARTBEAT.toMillis() / 5, TimeUnit.MILLISECONDS);
      }
      clock.advance(Duration.ofDays(365 * 80));
      assertThat(runs).hasValue(1);
      go.countDown();
      assertThat(nextEnd()).isEqualTo("a DONE");
      await().until(() -> one.list(1).isEmpty());
    }
    assertThat(took).allSatisfy(duration -> assertThat(duration.isNegative()).isFalse());
  }

  @Test
  @DisplayName(
      "REL-24 what is due later waits for the clock, and is found although the clock stands")
  void dueLater_waitsForTheClock() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    try (JobQueue queue =
        queue(
            "one",
            job -> {
              if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
              }
              return Outcome.done();
            })) {
      queue.start();
      queue.enqueue("work", "a", clock.instant().plusSeconds(60), 0);
      queue.enqueue("work", "b");
      assertThat(nextEnd()).isEqualTo("b FAILED"); // and is due in an hour, as is said above
      assertThat(runs).hasValue(1);
      clock.advance(Duration.ofSeconds(60));
      assertThat(nextEnd()).isEqualTo("a DONE");
      clock.advance(Duration.ofHours(-1));
      assertThat(queue.list(10)).singleElement().extracting(JobView::key).isEqualTo("b");
      clock.advance(Duration.ofHours(2));
      assertThat(nextEnd()).isEqualTo("b DONE");
    }
  }

  @Test
  void silence_isAHeartbeatThatStandsStillByOurOwnClock() {
    AtomicLong nanos = new AtomicLong();
    Silence silence = new Silence(Duration.ofSeconds(10), nanos::get);
    Execution still = picked(clock.instant(), 7);
    assertThat(silence.isDead(still)).isFalse();
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(silence.isDead(still)).isFalse();
    // It moved: everything begins anew.
    Execution moved = picked(clock.instant().plusSeconds(5), 7);
    assertThat(silence.isDead(moved)).isFalse();
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(silence.isDead(moved)).isFalse();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(silence.isDead(moved)).isTrue();
    // Another run of the same job is another matter.
    assertThat(silence.isDead(picked(clock.instant(), 8))).isFalse();
  }

  private static Execution picked(Instant heartbeat, long version) {
    return new Execution(
        heartbeat,
        new TaskInstance<Void>("work", "a"),
        /* picked= */ true,
        "other",
        null,
        null,
        0,
        heartbeat,
        version);
  }
}
