package slipway.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Sees when two live clients take one upload from each other again and again, as two tabs of a
 * browser would: after the third time the writer may stay for a while (TUS-160). A writer to which
 * no byte comes is not worth protecting, as its line is probably dead. Safe for any thread.
 */
final class Fights {
  private static final int ROUNDS = 3;
  private static final long WINDOW = Duration.ofSeconds(30).toNanos();
  private static final long PEACE = Duration.ofSeconds(30).toNanos();

  private static final Fight NONE = new Fight(List.of(), /* peaceful= */ false);

  private final LongSupplier nanos;
  private final ConcurrentMap<String, Fight> fights = new ConcurrentHashMap<>();

  /**
   * Who displaced whom lately.
   *
   * @param rounds when, at most {@link #ROUNDS}, the last one at the end
   * @param peaceful whether the last round was one too many, so that there is peace since then
   */
  private record Fight(List<Long> rounds, boolean peaceful) {
    long last() {
      return rounds.getLast();
    }

    /** With another round; after peace it begins anew. */
    Fight and(long now) {
      List<Long> lately = new ArrayList<>();
      if (!peaceful) {
        rounds.stream().filter(at -> now - at <= WINDOW).forEach(lately::add);
      }
      lately.add(now);
      return new Fight(List.copyOf(lately), lately.size() >= ROUNDS);
    }
  }

  /** With a clock that only goes forward, as {@link System#nanoTime}. */
  Fights(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A writer that was receiving bytes had to go. */
  void displaced(String upload) {
    long now = nanos.getAsLong();
    fights.values().removeIf(fight -> isOver(fight, now));
    fights.compute(upload, (_, before) -> (before == null ? NONE : before).and(now));
  }

  /** Whether the present writer may stay. */
  boolean isPeaceOrdered(String upload) {
    Fight fight = fights.get(upload);
    return fight != null && fight.peaceful() && nanos.getAsLong() - fight.last() <= PEACE;
  }

  private static boolean isOver(Fight fight, long now) {
    return now - fight.last() > Math.max(WINDOW, PEACE);
  }
}
