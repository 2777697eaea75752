package slipway.media.container;

import java.io.IOException;

/**
 * How much a file's index may still name, all its tracks together: a few bytes can name millions of
 * samples, and what is said of each is kept in memory. All that grows with a count of the file is
 * taken from here before it is allocated. For one thread.
 */
final class SampleBudget {
  /** What a run of equal durations takes: a sample's number, a time and a duration. */
  static final int TIME_RUN = 16;

  private final Mp4Limits limits;
  private final IndexTurns.Turn turn;
  private long left;
  private long held;

  SampleBudget(Mp4Limits limits, IndexTurns.Turn turn) {
    this.limits = limits;
    this.turn = turn;
    this.left = limits.maxSamples();
  }

  /**
   * Takes samples, whatever is said of them.
   *
   * @param count of them
   * @param weight how much more each costs than one in a plain table
   */
  void take(long count, int weight) throws Refusal {
    if (count > left / weight) {
      throw Refusal.unsupported(
          "The file has more than " + limits.maxSamples() / weight + " samples.");
    }
    left -= count * weight;
  }

  /** Takes memory that stays until the index is read; waits where all are to have less of it. */
  void hold(long count, int bytesEach) throws IOException, Refusal {
    // Counts have 32 bits, so this never overflows.
    held += count * bytesEach;
    if (held > limits.maxMemory()) {
      throw Refusal.unsupported(
          "The file has an index that takes more than "
              + (limits.maxMemory() >> 20)
              + " MiB of memory; with a larger heap it may take more.");
    }
    turn.needs(held);
  }
}
