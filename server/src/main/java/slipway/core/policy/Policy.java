package slipway.core.policy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may watch a video.
 *
 * @param kind how a viewer proves the right to watch
 * @param gateId id of the webhook that is asked, only for {@link Kind#GATE}
 * @param gateContext JSON text that is handed to the gate unchanged
 * @param refreshAfter how long a decision may be kept; {@code null} leaves it to the house
 * @param origins origins from which it may be watched; empty means any
 */
public record Policy(
    Kind kind,
    @Nullable String gateId,
    @Nullable String gateContext,
    @Nullable Duration refreshAfter,
    List<String> origins) {

  /** The ways to prove a right to watch. */
  public enum Kind {
    /** Everybody may. */
    PUBLIC,
    /** Who shows a token signed with one of the account's signing keys. */
    TOKEN,
    /** Whom the account's own server lets in. */
    GATE
  }

  public Policy {
    origins = List.copyOf(origins);
  }

  /** The policy of a video for which none was given. */
  public static Policy open() {
    return new Policy(Kind.PUBLIC, null, null, null, List.of());
  }

  /**
   * Whether anybody may watch wherever it is shown, so that caches on the way may hand on what they
   * saw.
   */
  public boolean isOpenEverywhere() {
    return isPublic() && (origins.isEmpty() || origins.contains("*"));
  }

  /** Whether anybody may watch without proving anything. */
  public boolean isPublic() {
    return kind == Kind.PUBLIC;
  }
}
