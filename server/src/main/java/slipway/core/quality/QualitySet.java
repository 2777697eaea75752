package slipway.core.quality;

import java.util.List;
import java.util.Optional;

/**
 * A set of qualities that the house offers to every account.
 *
 * @param number by which callers know it; never given another meaning
 * @param shortSides of the renditions, in pixels; those above the source are left out
 */
public record QualitySet(long number, String name, List<Integer> shortSides) {
  /** All there are, the usual one first. */
  public static final List<QualitySet> ALL =
      List.of(
          new QualitySet(1, "Standard", List.of(360, 480, 720, 1080)),
          new QualitySet(2, "Mobile", List.of(240, 360, 480)),
          new QualitySet(3, "SD and HD", List.of(480, 720)),
          new QualitySet(4, "Up to 4K", List.of(240, 360, 480, 720, 1080, 1440, 2160)));

  public QualitySet {
    shortSides = List.copyOf(shortSides);
  }

  /** The one of a number. */
  public static Optional<QualitySet> numbered(long number) {
    return ALL.stream().filter(set -> set.number() == number).findFirst();
  }
}
