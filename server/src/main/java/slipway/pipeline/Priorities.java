package slipway.pipeline;

import java.time.Duration;
import slipway.jobs.Rank;

/**
 * Which encoding goes first: what makes a video watchable before what makes it better, short before
 * long, and of long ones the beginnings, so that several grow side by side and a new one soon
 * overtakes an old one.
 */
final class Priorities {
  private static final int JOIN = 30_000;
  private static final int FIRST_PICTURE = 20_000;
  private static final int FIRST_CHUNKS = 15_000;
  private static final int LADDER = 10_000;
  private static final int LATER_CHUNKS = 4_000;

  /** What an owner says counts within each of the steps above, too (GC-120). */
  private static final int STEP_OF_A_WISH = 100;

  /** Seconds of length that count as little as one chunk further on. */
  private static final int LENGTH_STEP = 10;

  /** Within each of the steps above. */
  private static final int MOST_LESS = 3_900;

  private Priorities() {}

  static Rank transcode(Duration length, boolean watchable, int wish) {
    return wished(
        (watchable ? LADDER : FIRST_PICTURE) - less(length.toSeconds() / LENGTH_STEP), wish);
  }

  static Rank chunk(int wave, int number, int wish) {
    return wished((wave == 0 ? FIRST_CHUNKS : LATER_CHUNKS) - less(number), wish);
  }

  /** What nobody can watch goes last. */
  static Rank webm(Duration length, int wish) {
    return wished(-less(length.toSeconds() / LENGTH_STEP), wish);
  }

  static Rank join(int wish) {
    return wished(JOIN, wish);
  }

  private static Rank wished(int priority, int wish) {
    return new Rank(priority + wish * STEP_OF_A_WISH, wish);
  }

  private static int less(long by) {
    return Math.clamp(by, 0, MOST_LESS);
  }
}
