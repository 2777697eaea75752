package slipway.media.container;

/**
 * How many samples a file may still name, all its tracks together: a few bytes can name millions,
 * and each is kept in memory. For one thread.
 */
final class SampleBudget {
  private final int most;
  private long left;

  SampleBudget(int most) {
    this.most = most;
    this.left = most;
  }

  /**
   * Takes memory for samples before it is allocated.
   *
   * @param count of them
   * @param weight how much more memory each takes than one in a plain table
   */
  void take(long count, int weight) throws Refusal {
    if (count > left / weight) {
      throw Refusal.unsupported("The file has more than " + most / weight + " samples.");
    }
    left -= count * weight;
  }
}
