package slipway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

/** When a job runs, how often, and beside which others. */
@OnEveryDatabase
final class JobQueueTest extends JobQueueCase {
  JobQueueTest(TestDatabase databases) {
    super(databases);
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
