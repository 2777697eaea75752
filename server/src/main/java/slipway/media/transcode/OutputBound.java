package slipway.media.transcode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How much a run of the encoder may write at most before something must be wrong with it (REL-32).
 * Twice what its rates allow is far more than rate control ever takes. But the length of a file is
 * only what it says, and may be wrong by much in a recording that broke off; its size is not, and
 * what is made of it takes little more bits a second for each rung (MD-33).
 */
final class OutputBound {
  /** Index, headers, and the first moments of rate control. */
  private static final long LEAST = 64L << 20;

  /** Rungs, with sound, that are made of one source at once. */
  private static final int TIMES_THE_SOURCE = 8;

  private OutputBound() {}

  /**
   * Of a plan.
   *
   * @param length of what is made; zero when nobody knows
   * @return bytes
   */
  static long of(LadderPlan plan, Duration length, Path source) {
    double bits =
        plan.rungs().stream().mapToDouble(Rung::maxRate).sum()
            + plan.audio().map(LadderPlan.AudioPlan::bitRate).orElse(0);
    return Math.max((long) (2 * bits / 8 * length.toNanos() / 1e9), bySize(source)) + LEAST;
  }

  /** Of what is copied or encoded in the quality of its source. */
  static long of(Path source) {
    return bySize(source) + LEAST;
  }

  /** Of sound alone, in bits a second. */
  static long ofSound(int bitRate, Duration length) {
    return (long) (2.0 * bitRate / 8 * length.toNanos() / 1e9) + LEAST;
  }

  /** What cannot be looked at fails in the run, with a better reason. */
  private static long bySize(Path source) {
    try {
      return TIMES_THE_SOURCE * Files.size(source);
    } catch (IOException unreadable) {
      return 0;
    }
  }
}
