package slipway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

/** Jobs that are cancelled, and the stop of a node. */
@OnEveryDatabase
final class JobStopTest extends JobQueueCase {
  /** Runs have time to end by themselves before they are interrupted. */
  private static final JobSettings PATIENT =
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
          /* stopGrace= */ Duration.ofSeconds(20));

  JobStopTest(TestDatabase databases) {
    super(databases);
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
  @DisplayName("REL-30 what fails while the server stops goes back and counts as no try")
  void stopping_putsBackWhatFails() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    JobQueue queue =
        queue(PATIENT)
            .register(
                "tool",
                Lane.HEAVY,
                handler((job, control) -> {
                  boolean early = control.cutShort();
                  inside.countDown();
                  boolean late = control.cutShort();
                  assertThat(control.cancelled()).isEqualTo(late);
                  return new Outcome.RetryAfter(Duration.ofHours(1), early + " " + late);
                }));
    queue.start();
    queue.enqueue("tool", "a");
    inside.await();
    queue.close();
    assertThat(recorded.nextEnd()).isEqualTo("a PUT_BACK");
    assertThat(queue.list(10))
        .singleElement()
        .satisfies(job -> assertThat(job.attempt()).isEqualTo(1));
  }

  @Test
  @DisplayName("REL-30 what fails while nobody stops the server is a try")
  void cutShort_isFalseOtherwise() throws Exception {
    JobQueue queue =
        queue(SETTINGS)
            .register(
                "tool",
                Lane.HEAVY,
                handler((job, control) ->
                    new Outcome.RetryAfter(Duration.ofHours(1), "" + control.cutShort())));
    queue.start();
    queue.enqueue("tool", "a");
    assertThat(recorded.nextEnd()).isEqualTo("a RETRIED");
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
        queue(PATIENT)
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
}
