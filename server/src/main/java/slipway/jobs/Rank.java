package slipway.jobs;

/**
 * Where a job stands among those of its lane.
 *
 * @param priority higher goes first
 * @param wish what its owner asked for, higher first. It is part of the priority already; beyond
 *     that, only what is wanted most gets turns for having waited long, so that what was put last
 *     on purpose does not overtake for its age.
 */
public record Rank(int priority, int wish) {
  /** Of work that nobody asked to hurry or to wait. */
  public static final Rank USUAL = new Rank(/* priority= */ 0, /* wish= */ 0);
}
