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

  @Test
  @DisplayName("TUS-96, TUS-181: a slow client's bytes become durable while it goes on")
  void flushesInTime() throws IOException {
    BlobAppender appender = blobs.append("video/source", 0);
    FlushAhead flush = new FlushAhead(appender, nanos::get, told::add);
    write(appender, "012");
    flush.written();
    nanos.addAndGet(FlushAhead.AT_LEAST_EVERY.toNanos());
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
  @DisplayName("nothing is flushed before it is time, and all of it at the end")
  void flushesAtTheEnd() throws IOException {
    BlobAppender appender = blobs.append("video/source", 0);
    blobs.failForcesAfter(1);
    FlushAhead flush = new FlushAhead(appender, nanos::get, told::add);
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
    FlushAhead flush = new FlushAhead(appender, nanos::get, told::add);
    nanos.addAndGet(FlushAhead.AT_LEAST_EVERY.toNanos());
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
