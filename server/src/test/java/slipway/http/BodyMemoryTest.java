package slipway.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One budget for bodies that are held whole. */
class BodyMemoryTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MIB = 1 << 20;

  private static <T> Future<T> run(Callable<T> work) {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static Future<String> taking(BodyMemory.Share share, long bytes) {
    return run(() -> {
      share.take(bytes);
      return "held";
    });
  }

  @Test
  @DisplayName("REL-91: a body waits until there is room for it")
  void noRoom_isWaitedFor() throws Exception {
    var memory = new BodyMemory(8 * MIB, LONG);
    BodyMemory.Share first = memory.share();
    BodyMemory.Share second = memory.share();
    first.take(4 * MIB);
    Future<String> waiting = taking(second, 4 * MIB);
    assertThat(waiting.isDone()).isFalse();
    assertThat(memory.used()).isEqualTo(4 * MIB);
    first.giveBack();
    assertThat(waiting.get(20, SECONDS)).isEqualTo("held");
    assertThat(memory.used()).isEqualTo(4 * MIB);
    second.giveBack();
    second.giveBack();
    assertThat(memory.used()).isZero();
  }

  @Test
  @DisplayName("REL-91: it does not wait for ever")
  void noRoom_forLong_isToldWhenToComeAgain() throws Exception {
    var memory = new BodyMemory(8 * MIB, Duration.ofMillis(1));
    memory.share().take(5 * MIB);
    BodyMemory.Share second = memory.share();
    second.take(MIB);
    assertThatThrownBy(() -> second.take(MIB))
        .isInstanceOfSatisfying(
            BodyException.NoRoom.class,
            full -> assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(5)));
    second.giveBack();
    assertThat(memory.used()).isEqualTo(5 * MIB);
  }

  @Test
  @DisplayName("a body that is larger than the whole budget has its turn")
  void largerThanAll_hasItsTurn() throws Exception {
    var memory = new BodyMemory(MIB, LONG);
    BodyMemory.Share first = memory.share();
    BodyMemory.Share second = memory.share();
    first.take(MIB / 2);
    second.take(MIB / 8);
    Future<String> waiting = taking(second, 2 * MIB);
    first.take(2 * MIB);
    assertThat(waiting.isDone()).isFalse();
    first.giveBack();
    assertThat(waiting.get(20, SECONDS)).isEqualTo("held");
  }

  @Test
  @DisplayName("bodies that all hold a part do not wait for each other")
  void parts_doNotWaitForEachOther() throws Exception {
    int bodies = 40;
    var memory = new BodyMemory(8 * MIB, LONG);
    var begun = new CountDownLatch(bodies);
    List<Future<Long>> all = new ArrayList<>();
    for (int i = 0; i < bodies; i++) {
      all.add(
          run(() -> {
            BodyMemory.Share share = memory.share();
            try {
              share.take(MIB / 8);
              begun.countDown();
              begun.await();
              long most = 0;
              for (int piece = 0; piece < 16; piece++) {
                share.take(MIB / 8);
                most = Math.max(most, memory.used());
              }
              return most;
            } finally {
              share.giveBack();
            }
          }));
    }
    for (Future<Long> body : all) {
      assertThat(body.get(20, SECONDS)).isLessThanOrEqualTo(8 * MIB + 17 * MIB / 8);
    }
    assertThat(memory.used()).isZero();
  }

  @Test
  @DisplayName("REL-91: large bodies on slow lines leave room for small ones")
  void large_leaveRoomForSmall() throws Exception {
    var memory = new BodyMemory(8 * MIB, Duration.ofMillis(1));
    memory.share().take(6 * MIB);
    memory.share().take(64 << 10);
    BodyMemory.Share large = memory.share();
    assertThatThrownBy(() -> large.take(65 << 10)).isInstanceOf(BodyException.NoRoom.class);
  }

  @Test
  @DisplayName("TUS-176: a server that stops lets nobody wait")
  void stop_endsTheWait() throws Exception {
    var memory = new BodyMemory(MIB, LONG);
    memory.share().take(MIB);
    BodyMemory.Share second = memory.share();
    Future<String> waiting =
        run(() -> {
          try {
            second.take(MIB);
            return "held";
          } catch (BodyException.ServerStopping stopping) {
            return "stopping";
          }
        });
    memory.stop();
    assertThat(waiting.get(20, SECONDS)).isEqualTo("stopping");
  }

  @Test
  void interrupt_endsTheWait() throws Exception {
    var memory = new BodyMemory(MIB, LONG);
    memory.share().take(MIB);
    BodyMemory.Share second = memory.share();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> second.take(MIB)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
