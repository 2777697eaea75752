package slipway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

/** What becomes of a job that does not succeed at once. */
@OnEveryDatabase
final class JobTriesTest extends JobQueueCase {
  JobTriesTest(TestDatabase databases) {
    super(databases);
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
}
