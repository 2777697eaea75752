package slipway.jobs;

/**
 * Where a job stands among those of its lane.
 *
 * @param priority higher goes first
 * @param wish what its owner asked for, higher first: it is part of the priority already, and ranks
 *     once more those that have waited so long that they get turns of their own. So what was put
 *     last on purpose does not come first for having waited.
 */
public record Rank(int priority, int wish) {
  /** Of work that nobody asked to hurry or to wait. */
  public static final Rank USUAL = new Rank(/* priority= */ 0, /* wish= */ 0);
}
