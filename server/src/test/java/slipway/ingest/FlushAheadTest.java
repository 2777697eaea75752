package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.storage.BlobAppender;
import slipway.testing.MemoryBlobs;

final class FlushAheadTest {
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final AtomicLong nanos = new AtomicLong();
  private final List<Long> told = new ArrayList<>();
  private final FlushTurns turns = new FlushTurns(0);

  @Test
  @DisplayName("TUS-96, TUS-181: a slow client's bytes become durable while it goes on")
  void flushesInTime() throws IOException {
    BlobAppender appender = blobs.append("video/source", 0);
    FlushAhead flush = new FlushAhead(appender, turns, nanos::get, told::add);
    write(appender, "012");
    flush.written();
    nanos.addAndGet(FlushAhead.DUE_AFTER.toNanos());
    write(appender, "34");
    flush.written();

    await()
        .untilAsserted(() -> {
          flush.written();
          assertThat(told).containsExactly(5L);
        });
    blobs.losePower();
    assertThat(blobs.text("video/source")).isEqualTo("01234");
  }

  @Test
  @DisplayName("of many slow clients one flushes at a time, and nobody waits for ever")
  void takesTurns() throws IOException {
    int crowd = 5;
    List<FlushAhead> flushes = new ArrayList<>();
    List<BlobAppender> appenders = new ArrayList<>();
    for (int i = 0; i < crowd; i++) {
      appenders.add(blobs.append("video-" + i + "/source", 0));
      flushes.add(new FlushAhead(appenders.get(i), turns, nanos::get, told::add));
    }
    nanos.addAndGet(FlushAhead.DUE_AFTER.toNanos());

    for (int turn = 1; turn <= crowd; turn++) {
      for (int i = 0; i < crowd; i++) {
        write(appenders.get(i), "0");
        flushes.get(i).written();
      }
      int had = turn;
      await().untilAsserted(() -> assertThat(blobs.forces()).isEqualTo(had));
      nanos.addAndGet(FlushTurns.APART.toNanos());
    }

    blobs.losePower();
    for (int i = 0; i < crowd; i++) {
      assertThat(blobs.text("video-" + i + "/source")).hasSize(i + 1);
    }
  }

  @Test
  @DisplayName("a fast client waits for nobody's turn")
  void muchGoesAtOnce() throws IOException {
    for (int i = 0; i < 1000; i++) {
      turns.next(nanos.get());
    }
    BlobAppender appender = blobs.append("video/source", 0);
    FlushAhead flush = new FlushAhead(appender, turns, nanos::get, told::add);
    appender.write(new ByteBuffer[] {ByteBuffer.allocate((int) FlushAhead.EVERY)});

    flush.written();

    await().until(() -> blobs.forces() == 1);
  }

  @Test
  @DisplayName("nothing is flushed before it is time, and all of it at the end")
  void flushesAtTheEnd() throws IOException {
    BlobAppender appender = blobs.append("video/source", 0);
    blobs.failForcesAfter(1);
    FlushAhead flush = new FlushAhead(appender, turns, nanos::get, told::add);
    for (int i = 0; i < 10; i++) {
      write(appender, "0");
      flush.written();
    }

    flush.finish();

    blobs.losePower();
    assertThat(blobs.text("video/source")).isEqualTo("0000000000");
    assertThat(told).isEmpty();
  }

  @Test
  @DisplayName("TUS-187: a flush that failed behind the writer's back ends the writing")
  void failedFlushEndsTheWriting() throws IOException {
    BlobAppender appender = blobs.append("video/source", 0);
    blobs.failForcesAfter(0);
    FlushAhead flush = new FlushAhead(appender, turns, nanos::get, told::add);
    nanos.addAndGet(FlushAhead.DUE_AFTER.toNanos());
    write(appender, "0");
    flush.written();

    await().until(() -> blobs.forces() == 1);
    blobs.repair();

    assertThatThrownBy(flush::finish).isInstanceOf(IOException.class);
    assertThat(told).isEmpty();
  }

  private static void write(BlobAppender appender, String text) throws IOException {
    appender.write(
        new ByteBuffer[] {
          ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        });
  }
}
