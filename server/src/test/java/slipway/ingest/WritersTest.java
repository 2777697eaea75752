package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Upload;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

final class WritersTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  private final AtomicLong nanos = new AtomicLong();
  private final Writers writers = new Writers(SHORT, /* softLooks= */ false, nanos::get);

  @Test
  @DisplayName("TUS-152, TUS-153: the holder is asked to leave, and the newcomer waits for it")
  void newcomerWaitsForTheHolder() throws Exception {
    Writers patient = new Writers(Duration.ofSeconds(10), /* softLooks= */ false, nanos::get);
    CountDownLatch asked = new CountDownLatch(1);
    Writers.Seat holder = patient.take("a", asked::countDown);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Writers.Seat> newcomer =
          CompletableFuture.supplyAsync(() -> patient.take("a", () -> {}), threads);
      asked.await();
      assertThat(newcomer).isNotDone();

      holder.close();

      try (Writers.Seat _ = newcomer.get()) {
        assertThat(patient.active()).isEqualTo(1);
      }
    }
    assertThat(patient.active()).isZero();
  }

  @Test
  @DisplayName("TUS-162: a holder that does not let go keeps the place")
  void holderDoesNotLeave() {
    try (Writers.Seat _ = writers.take("a", () -> {})) {
      assertLocked(() -> writers.take("a", () -> {}));
      assertLocked(() -> writers.settle("a"));
      try (Writers.Seat other = writers.take("b", () -> {})) {
        assertThat(other).isNotNull();
      }
    }
    writers.settle("a");
  }

  @Test
  @DisplayName(
      "LP-54, TUS-152: an old request that is slow on its way does not displace the new one")
  void earlierArrival_doesNotDisplace() {
    long old = writers.arrive();
    AtomicBoolean asked = new AtomicBoolean();
    try (Writers.Seat _ = writers.take("a", () -> asked.set(true))) {
      assertThatThrownBy(() -> writers.take("a", old, () -> {}))
          .isInstanceOfSatisfying(
              ProblemException.class,
              late -> assertThat(late.problem()).isEqualTo(new Problem.Displaced()));
      assertThat(asked).isFalse();
    }
    try (Writers.Seat late = writers.take("a", old, () -> {})) {
      assertThat(late).isNotNull();
    }
  }

  @Test
  @DisplayName("TUS-163: looking takes nothing and disturbs nobody else")
  void settlingTakesNothing() {
    writers.settle("a");

    assertThat(writers.active()).isZero();
  }

  @Test
  void takeFree_neverDisplaces() {
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat _ = writers.take("a", asked::incrementAndGet)) {
      assertThat(writers.takeFree("a")).isEmpty();
    }
    assertThat(asked).hasValue(0);
    assertThat(writers.takeFree("a")).isPresent();
  }

  @Test
  @DisplayName("TUS-43: how far the writer is can be asked")
  void reach() {
    try (Writers.Seat seat = writers.take("a", () -> {})) {
      assertThat(writers.reach("a")).isEmpty();
      seat.reaches(3, 7);
      assertThat(writers.reach("a")).contains(new Writers.Reach(3, 7));
    }
    assertThat(writers.reach("a")).isEmpty();
  }

  @Test
  @DisplayName("REL-07, TUS-157: who stands where another goes on writes not a byte more")
  void handsOverWhereItStands() {
    Upload upload = upload(/* offset= */ 3);
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat holder = writers.takeAt(upload, 3, asked::incrementAndGet)) {
      assertThat(holder.reaches(3, 3)).isTrue();
      assertThat(holder.reaches(3, 5)).isTrue();

      assertLocked(() -> writers.takeAt(upload, 5, () -> {})); // it is asked, and does not leave

      assertThat(asked).hasValue(1);
      assertThat(holder.reaches(3, 6)).isFalse();
      assertThat(writers.reach("a")).contains(new Writers.Reach(3, 5));
    }
  }

  @Test
  @DisplayName("REL-07: who has not begun gives way before its first byte")
  void handsOverBeforeItBegan() {
    Upload upload = upload(/* offset= */ 3);
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat holder = writers.takeAt(upload, 3, asked::incrementAndGet)) {
      assertLocked(() -> writers.takeAt(upload, 3, () -> {}));

      assertThat(asked).hasValue(1);
      assertThat(holder.reaches(3, 3)).isFalse();
    }
  }

  @Test
  @DisplayName("TUS-43: nobody goes on behind bytes that do not count before they were checked")
  void behindUncheckedBytes() {
    Upload upload = upload(/* offset= */ 3);
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat holder = writers.takeAt(upload, 3, asked::incrementAndGet)) {
      assertThat(holder.reaches(3, 5, /* count= */ false)).isTrue();

      for (long offset : List.of(4L, 5L)) {
        assertThatThrownBy(() -> writers.takeAt(upload, offset, () -> {}))
            .isInstanceOfSatisfying(
                ProblemException.class,
                e -> assertThat(e.problem()).isEqualTo(new Problem.OffsetMismatch(3, offset)));
      }
      assertLocked(() -> writers.takeAt(upload, 3, () -> {})); // the same again, and this one lives

      assertThat(asked).hasValue(0);
      assertThat(holder.reaches(3, 6, /* count= */ false)).isTrue();
    }
  }

  @Test
  @DisplayName("TUS-43: nor does a wrong offset displace who has its turn and has not begun")
  void wrongOffset_beforeItBegan() throws Exception {
    Writers patient = new Writers(Duration.ofSeconds(10), /* softLooks= */ false, nanos::get);
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat holder = patient.takeAt(upload(3), 3, asked::incrementAndGet)) {
      FutureTask<Writers.Seat> wrong =
          waiting(() -> patient.takeAt(upload(/* offset= */ 3), 0, () -> {}));

      assertThat(holder.reaches(3, 3)).isTrue();

      assertThatThrownBy(wrong::get)
          .cause()
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isEqualTo(new Problem.OffsetMismatch(3, 0)));
      assertThat(holder.reaches(3, 4)).isTrue();
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  @DisplayName("TUS-43: who comes to a turn with a wrong offset waits until that one is sent away")
  void rightOffset_behindWrongOne() throws Exception {
    Writers patient = new Writers(Duration.ofSeconds(10), /* softLooks= */ false, nanos::get);
    AtomicInteger asked = new AtomicInteger();
    Writers.Seat wrong = patient.takeAt(upload(3), 5, asked::incrementAndGet);
    FutureTask<Writers.Seat> right =
        waiting(() -> patient.takeAt(upload(/* offset= */ 3), 3, () -> {}));

    wrong.close();

    try (Writers.Seat mine = right.get()) {
      assertThat(mine.reaches(3, 4)).isTrue();
    }
    assertThat(asked).as("on its way to its own answer").hasValue(0);
  }

  @Test
  @DisplayName("TUS-153: whoever hangs before its first byte is displaced all the same")
  void hangsBeforeItBegan() {
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat _ = writers.takeAt(upload(3), 3, asked::incrementAndGet)) {
      assertLocked(() -> writers.takeAt(upload(3), 0, () -> {}));
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  @DisplayName("TUS-168: who waits for a place sleeps until it is free, and does not poll")
  void waitingIsNoPolling() throws Exception {
    Writers patient = new Writers(Duration.ofSeconds(10), /* softLooks= */ false, nanos::get);
    Writers.Seat holder = patient.take("a", () -> {});
    FutureTask<Writers.Seat> newcomer = new FutureTask<>(() -> patient.take("a", () -> {}));
    Thread thread = Thread.ofPlatform().daemon().start(newcomer);
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    long fellAsleep = timesAsleep(thread);

    await()
        .atMost(Duration.ofSeconds(5))
        .during(Duration.ofMillis(500))
        .until(() -> timesAsleep(thread) == fellAsleep && !newcomer.isDone());

    holder.close();
    try (Writers.Seat mine = newcomer.get()) {
      assertThat(mine).isNotNull();
    }
  }

  private static long timesAsleep(Thread thread) {
    ThreadInfo alive = ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId());
    return alive == null ? -1 : alive.getWaitedCount();
  }

  /** Begins to take a place, and returns when that stands in line. */
  private static <T> FutureTask<T> waiting(Callable<T> taking) {
    FutureTask<T> task = new FutureTask<>(taking);
    Thread thread = Thread.ofPlatform().daemon().start(task);
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return task;
  }

  @Test
  @DisplayName("REL-07, TUS-153: who has passed the offset stays for as long as its line lives")
  void passedTheOffset() {
    Upload upload = upload(/* offset= */ 3);
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat holder = writers.takeAt(upload, 3, asked::incrementAndGet)) {
      holder.reaches(3, 5);

      nanos.addAndGet(Duration.ofSeconds(4).toNanos());
      assertLocked(() -> writers.takeAt(upload, 3, () -> {}));
      assertThat(asked).hasValue(0);

      nanos.addAndGet(Duration.ofSeconds(2).toNanos());
      assertLocked(() -> writers.takeAt(upload, 3, () -> {}));
      assertThat(asked).hasValue(1);
      assertThat(holder.reaches(3, 6)).isTrue(); // what a dead line brought still counts (TUS-155)
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "6, 3", "2, 4"})
  @DisplayName("TUS-43, TUS-41: who cannot be right is told the offset that is kept")
  void outOfReach(long asked, long kept) {
    try (Writers.Seat holder = writers.takeAt(upload(3), 3, () -> fail("asked to leave"))) {
      holder.reaches(3, 5);

      assertThatThrownBy(() -> writers.takeAt(upload(kept), asked, () -> {}))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isEqualTo(new Problem.OffsetMismatch(kept, asked)));
      assertThat(holder.reaches(3, 6)).isTrue();
    }
  }

  @Test
  @DisplayName("TUS-160: after the third displacement of a live writer there is peace for 30 s")
  void fightEnds() {
    displaceLiveWriters(3);
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat fourth = writers.take("a", asked::incrementAndGet)) {
      fourth.reaches(0, 1);
      assertLocked(() -> writers.take("a", () -> {}));
      assertThat(asked).hasValue(0);

      nanos.addAndGet(Duration.ofSeconds(29).toNanos());
      fourth.reaches(0, 2);
      assertLocked(() -> writers.take("a", () -> {}));
      assertThat(asked).hasValue(0);

      nanos.addAndGet(Duration.ofSeconds(2).toNanos());
      fourth.reaches(0, 3);
      assertLocked(() -> writers.take("a", () -> {})); // it is asked now, and does not leave
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  @DisplayName("TUS-160, TUS-33: a look is not refused in that peace; the writer shows and goes on")
  void looksInPeace() throws Exception {
    Writers patient = new Writers(Duration.ofSeconds(10), /* softLooks= */ false, nanos::get);
    displaceLiveWriters(patient, 3);
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat fourth = patient.take("a", asked::incrementAndGet);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      fourth.reaches(0, 1);
      var look = CompletableFuture.runAsync(() -> patient.settle("a"), threads);
      await().until(fourth::isLookedAt);

      assertThat(fourth.rest()).isTrue();

      look.get();
      assertThat(asked).hasValue(0);
    }
  }

  @Test
  @DisplayName("TUS-161: a soft look; who looked goes on where the writer rests")
  void softLook() throws Exception {
    Writers soft = new Writers(Duration.ofSeconds(10), /* softLooks= */ true, nanos::get);
    AtomicInteger asked = new AtomicInteger();
    Writers.Seat healthy = soft.take("a", asked::incrementAndGet);
    healthy.reaches(0, 1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var look =
          CompletableFuture.supplyAsync(
              () -> {
                soft.settle("a");
                boolean stillThere = asked.get() == 0;
                return stillThere ? soft.take("a", () -> {}) : null;
              },
              threads);
      await().until(healthy::isLookedAt);

      assertThat(healthy.rest()).isFalse(); // displaced while it rested

      healthy.close();
      try (Writers.Seat newcomer = look.get()) {
        assertThat(newcomer).isNotNull();
      }
    }
  }

  @Test
  @DisplayName("TUS-161, TUS-153: a soft look at a writer that shows nothing ends it")
  void softLookAtStalled() {
    Writers soft = new Writers(SHORT, /* softLooks= */ true, nanos::get);
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat stalled = soft.take("a", asked::incrementAndGet)) {
      stalled.reaches(0, 1);
      assertLocked(() -> soft.settle("a"));
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  @DisplayName("TUS-160, TUS-153: a writer to which no byte comes is not protected")
  void deadWriterIsNotProtected() {
    displaceLiveWriters(3);
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat fourth = writers.take("a", asked::incrementAndGet)) {
      fourth.reaches(0, 1);
      nanos.addAndGet(Duration.ofSeconds(6).toNanos());

      assertLocked(() -> writers.settle("a"));
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  @DisplayName("TUS-160: any three within 30 s are a fight, whenever the one before them was")
  void anyThreeInARow() {
    displaceLiveWriters(1);
    nanos.addAndGet(Duration.ofSeconds(29).toNanos());
    displaceLiveWriters(1);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    displaceLiveWriters(2);

    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat seat = writers.take("a", asked::incrementAndGet)) {
      seat.reaches(0, 1);
      assertThatThrownBy(() -> writers.take("a", () -> {}))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isEqualTo(new Problem.Locked(Duration.ofSeconds(5))));
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  @DisplayName("TUS-160: three displacements in more than 30 s are no fight")
  void slowDisplacementsAreNoFight() {
    for (int i = 0; i < 6; i++) {
      displaceLiveWriters(1);
      nanos.addAndGet(Duration.ofSeconds(16).toNanos());
    }
    AtomicInteger asked = new AtomicInteger();
    try (Writers.Seat seat = writers.take("a", asked::incrementAndGet)) {
      seat.reaches(0, 1);
      assertLocked(() -> writers.settle("a"));
    }
    assertThat(asked).hasValue(1);
  }

  /** Each has got a byte, is asked to leave, and leaves. */
  private void displaceLiveWriters(int times) {
    displaceLiveWriters(writers, times);
  }

  private static void displaceLiveWriters(Writers writers, int times) {
    for (int i = 0; i < times; i++) {
      Writers.Seat[] seat = new Writers.Seat[1];
      seat[0] = writers.take("a", () -> seat[0].close());
      seat[0].reaches(0, 1);
      writers.settle("a");
    }
  }

  /** The upload {@code a}, as it was read when so many of its bytes were durable. */
  private static Upload upload(long offset) {
    Instant at = SettableClock.START;
    return Samples.upload("a", Samples.video(1, 1), /* length= */ null, at)
        .advanced(offset, at, at);
  }

  private static void assertLocked(Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(Problem.Locked.class));
  }
}
