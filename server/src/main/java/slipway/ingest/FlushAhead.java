package slipway.ingest;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import slipway.storage.BlobAppender;

/**
 * Makes bytes durable behind the writer's back while more arrive, so that the last flush is short
 * whatever the size of the file. One flush at a time; a failed one ends the writing for good
 * (TUS-187). Used by one thread; the flushes run on threads of their own.
 */
final class FlushAhead {
  private final BlobAppender appender;
  private final long every;
  private final LongConsumer durable;
  private long begun;
  private @Nullable CompletableFuture<Void> running;

  /**
   * Starts at the appender's position.
   *
   * @param every bytes between two flushes
   * @param durable told, from the writer's thread, up to where bytes are durable
   */
  FlushAhead(BlobAppender appender, long every, LongConsumer durable) {
    this.appender = appender;
    this.every = every;
    this.durable = durable;
    this.begun = appender.position();
  }

  /** More was written; flushes when it is time and none is under way. */
  void written() throws IOException {
    if (running != null && running.isDone()) {
      await();
      durable.accept(begun);
    }
    if (running == null && appender.position() - begun >= every) {
      begun = appender.position();
      CompletableFuture<Void> flush = new CompletableFuture<>();
      running = flush;
      Thread.ofVirtual().name("flush").start(() -> flush(flush));
    }
  }

  /** Waits for a running flush, then makes the rest durable. */
  void finish() throws IOException {
    await();
    appender.force();
  }

  private void flush(CompletableFuture<Void> flush) {
    try {
      appender.force();
      flush.complete(null);
    } catch (IOException | RuntimeException e) {
      flush.completeExceptionally(e);
    }
  }

  private void await() throws IOException {
    CompletableFuture<Void> flush = running;
    running = null;
    if (flush == null) {
      return;
    }
    try {
      flush.get();
    } catch (ExecutionException e) {
      throw new IOException("bytes could not be made durable", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while bytes were made durable", e);
    }
  }
}
