package slipway.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import slipway.storage.BlobAppender;
import slipway.storage.NoSpaceException;

/**
 * Makes bytes durable behind the writer's back while more arrive, so that the last flush is short
 * whatever the size of the file. One flush at a time; a failed one ends the writing for good
 * (TUS-187). Used by one thread; the flushes run on threads of their own.
 */
final class FlushAhead {
  /** Bytes between two flushes. */
  static final long EVERY = 32L << 20;

  /**
   * After so long a slow client's bytes are made durable, too, when it is their turn: a crash costs
   * it no more than this while there are few of them.
   */
  static final Duration DUE_AFTER = Duration.ofSeconds(10);

  private final BlobAppender appender;
  private final FlushTurns turns;
  private final LongSupplier nanos;
  private final LongConsumer durable;
  private long begun;
  private long begunAt;

  /** When a slow client may flush; null until its flush is due. */
  private @Nullable Long turn;

  private @Nullable CompletableFuture<Void> running;

  /**
   * Starts at the appender's position.
   *
   * @param turns shared by all whose flushes the same disk takes
   * @param nanos a clock that only goes forward, as {@link System#nanoTime}
   * @param durable told, from the writer's thread, up to where bytes are durable
   */
  FlushAhead(BlobAppender appender, FlushTurns turns, LongSupplier nanos, LongConsumer durable) {
    this.appender = appender;
    this.turns = turns;
    this.nanos = nanos;
    this.durable = durable;
    this.begun = appender.position();
    this.begunAt = nanos.getAsLong();
  }

  /** More was written; flushes when it is time and none is under way. */
  void written() throws IOException {
    if (running != null && running.isDone()) {
      await();
      durable.accept(begun);
    }
    long now = nanos.getAsLong();
    if (running == null && (appender.position() - begun >= EVERY || isTurn(now))) {
      begun = appender.position();
      begunAt = now;
      turn = null;
      CompletableFuture<Void> flush = new CompletableFuture<>();
      running = flush;
      Thread.ofVirtual().name("flush").start(() -> flush(flush));
    }
  }

  /** Whether time has passed, and this one's turn has come. */
  private boolean isTurn(long now) {
    if (now - begunAt < DUE_AFTER.toNanos()) {
      return false;
    }
    long mine = turn == null ? turns.next(now) : turn;
    turn = mine;
    return now - mine >= 0;
  }

  /** Waits for a running flush, then makes the rest durable. */
  void finish() throws IOException {
    await();
    appender.force();
  }

  /** Makes durable what was written by now, and says so; more may come. */
  void settle() throws IOException {
    finish();
    begun = appender.position();
    begunAt = nanos.getAsLong();
    turn = null;
    durable.accept(begun);
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
      if (e.getCause() instanceof NoSpaceException full) {
        throw full;
      }
      throw new IOException("bytes could not be made durable", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while bytes were made durable", e);
    }
  }
}
