package slipway.migration;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the file of a foreign video lies. */
public sealed interface Download {

  /** At one of these places; the first is tried first. Never empty. */
  record Found(List<Candidate> candidates) implements Download {
    public Found {
      candidates = List.copyOf(candidates);
    }

    /** At one place. */
    public static Found at(String url, String taken) {
      return new Found(List.of(new Candidate(url, taken)));
    }
  }

  /** In a file of this machine. */
  record Local(Path file, String taken) implements Download {}

  /** The vendor is making it; ask again. */
  record Later() implements Download {}

  /**
   * Nowhere.
   *
   * @param reason a sentence
   */
  record None(String reason) implements Download {}

  /**
   * A place.
   *
   * @param shown what may be told of the address, {@code null} for all but its query
   * @param taken which file that is, in words: the original, or what the vendor made of it
   */
  record Candidate(String url, @Nullable String shown, String taken) {
    /** One whose path is no secret. */
    public Candidate(String url, String taken) {
      this(url, /* shown= */ null, taken);
    }

    /** Without the address: this may end in a log. */
    @Override
    public String toString() {
      return "Candidate[" + taken + "]";
    }
  }
}
