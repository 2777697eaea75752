package slipway.media.transcode;

import java.util.List;

/** By which rule the rungs of a ladder are chosen. */
public sealed interface LadderChoice {

  /** By short side: 360, 480, 720, 1080, and the source's own size (MD-33). */
  record Standard() implements LadderChoice {}

  /** Two small rungs of fixed shape below the source's own size (LP-153). */
  record TwoBelow() implements LadderChoice {}

  /** Nothing but the source's own size. */
  record OwnSize() implements LadderChoice {}

  /** Those of these short sides that are not larger than the source; a named set of qualities. */
  record ShortSides(List<Integer> shortSides) implements LadderChoice {
    public ShortSides {
      shortSides = List.copyOf(shortSides);
    }
  }

  /** As somebody asked for, one by one (MD-44). */
  record ByHand(List<WantedRung> wanted) implements LadderChoice {
    public ByHand {
      wanted = List.copyOf(wanted);
    }
  }
}
