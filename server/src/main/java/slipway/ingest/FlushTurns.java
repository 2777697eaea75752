package slipway.ingest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Turns at making the bytes of slow clients durable, for all uploads of the house. Each such flush
 * makes the disk commit, which everybody on that disk waits for; thousands of slow clients, each
 * with a clock of its own, would leave nothing of it to the fast ones (REL-23). So these flushes
 * have a distance, and whoever is due waits for his turn, first come, first served. What is told to
 * a client never waits for a turn: that flushes by itself. Safe for any thread.
 */
final class FlushTurns {
  /** Between two turns: a flush takes a few milliseconds, so most of the disk's time is free. */
  static final Duration APART = Duration.ofMillis(50);

  /** The last turn that was given. */
  private final AtomicLong last;

  /**
   * Nobody has had a turn.
   *
   * @param now nanoseconds of a clock that only goes forward, for all calls the same
   */
  FlushTurns(long now) {
    last = new AtomicLong(now - APART.toNanos());
  }

  /**
   * Gives the next free turn to somebody who is due.
   *
   * @return when it is, on the clock of {@code now}, and not before
   */
  long next(long now) {
    // Compared as a distance, since the clock may wrap around.
    return last.updateAndGet(
        before -> now - before >= APART.toNanos() ? now : before + APART.toNanos());
  }
}
