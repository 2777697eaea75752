package slipway.media.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.media.container.TinyMp4.full;
import static slipway.media.container.TinyMp4.ints;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class IndexTurnsTest {
  private static final long LARGE = IndexTurns.SMALL + 1;

  private final IndexTurns turns = new IndexTurns(/* room= */ 1, /* largest= */ 1);

  @Test
  @DisplayName(
      "REL-53: where there is room for one large index, it stays the only one until closed")
  void largeOnesWait() throws Exception {
    IndexTurns.Turn first = turns.turn();
    first.begin();
    first.needs(LARGE);
    first.end();
    FutureTask<Boolean> second =
        new FutureTask<>(() -> {
          try (IndexTurns.Turn turn = turns.turn()) {
            turn.begin();
            turn.needs(IndexTurns.SMALL);
            turn.needs(LARGE);
            return true;
          }
        });
    Thread reader = Thread.ofPlatform().start(second);
    awaitWaiting(reader);
    assertThat(second.isDone()).isFalse();
    first.close();
    assertThat(second.get()).isTrue();
  }

  @Test
  @DisplayName(
      "REL-53: small indexes do not wait for large ones, nor for those that wait for these")
  void smallOnesPass() throws Exception {
    IndexTurns.Turn large = turns.turn();
    large.begin();
    large.needs(LARGE);
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 2 * IndexTurns.SMALL_AT_ONCE; i++) {
      Thread reader = Thread.ofPlatform().start(() -> read(LARGE));
      awaitWaiting(reader);
      waiting.add(reader);
    }
    CompletableFuture.runAsync(() -> read(IndexTurns.SMALL)).get(30, TimeUnit.SECONDS);
    large.close();
    for (Thread reader : waiting) {
      reader.join();
    }
  }

  @Test
  @DisplayName("REL-53: a large index keeps no more than it takes, so that films need not wait")
  void asMuchAsItTakes() throws Exception {
    IndexTurns wide = new IndexTurns(/* room= */ 14L << 20, /* largest= */ 8L << 20);
    IndexTurns.Turn first = wide.turn();
    IndexTurns.Turn second = wide.turn();
    for (IndexTurns.Turn turn : List.of(first, second)) {
      turn.begin();
      turn.needs(LARGE);
      turn.needs(6L << 20);
      turn.end();
    }
    Thread third =
        Thread.ofPlatform()
            .start(() -> {
              try (IndexTurns.Turn turn = wide.turn()) {
                turn.needs(LARGE);
              } catch (IOException stopped) {
                throw new AssertionError(stopped);
              }
            });
    awaitWaiting(third);
    first.close();
    third.join();
    second.close();
  }

  @Test
  @DisplayName("REL-53: so many small indexes are read at once, and the next one then")
  void smallOnesToo() throws Exception {
    List<IndexTurns.Turn> all = new ArrayList<>();
    for (int i = 0; i < IndexTurns.SMALL_AT_ONCE; i++) {
      all.add(turns.turn());
      all.getLast().begin();
    }
    Thread next = Thread.ofPlatform().start(() -> read(1));
    awaitWaiting(next);
    all.getFirst().end();
    next.join();
  }

  @Test
  @DisplayName("REL-53: who is stopped while he waits has a failure, and takes no turn with him")
  void stopped() throws Exception {
    IndexTurns.Turn large = turns.turn();
    large.needs(LARGE);
    Thread.currentThread().interrupt();
    try (IndexTurns.Turn turn = turns.turn()) {
      assertThatThrownBy(() -> turn.needs(LARGE)).isInstanceOf(InterruptedIOException.class);
    }
    assertThat(Thread.interrupted()).isTrue();
    large.close();
    read(LARGE);
    read(LARGE);
  }

  @Test
  @DisplayName("REL-53: reading a large index takes the turn, whoever reads it, and gives it back")
  void readers() throws Exception {
    int samples = 2_000_000;
    byte[] file =
        new TinyMp4()
            .sizes(full("stz2", 0, TinyMp4.join(ints(4, samples), new byte[samples / 2])))
            .times(full("stts", 0, ints(1, samples, 1)))
            .sync(new byte[0])
            .chunkMap(full("stsc", 0, ints(1, 1, samples, 1)))
            .build();
    IndexTurns.Turn kept = turns.turn();
    assertThat(Mp4Index.read(new BytesSource(file), kept)).isInstanceOf(Mp4Reading.Parsed.class);
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              try {
                Mp4Index.read(new BytesSource(file), turns.turn());
              } catch (IOException impossible) {
                throw new AssertionError(impossible);
              }
            });
    awaitWaiting(other);
    kept.close();
    other.join();
  }

  private void read(long bytes) {
    try (IndexTurns.Turn turn = turns.turn()) {
      turn.begin();
      turn.needs(bytes);
    } catch (IOException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }
}
