package slipway.pipeline;

import java.time.Duration;

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

  /** Within each of the steps above. */
  private static final int MOST_LESS = 3_900;

  private Priorities() {}

  static int transcode(Duration length, boolean watchable, int wish) {
    return (watchable ? LADDER : FIRST_PICTURE)
        - less(length.toSeconds() / 10)
        + wish * STEP_OF_A_WISH;
  }

  static int chunk(int wave, int number) {
    return (wave == 0 ? FIRST_CHUNKS : LATER_CHUNKS) - less(number);
  }

  /** What nobody can watch goes last. */
  static int webm(Duration length) {
    return -less(length.toSeconds() / 10);
  }

  static int join() {
    return JOIN;
  }

  private static int less(long by) {
    return Math.clamp(by, 0, MOST_LESS);
  }
}
