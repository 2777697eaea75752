package slipway.ingest.pull;

import org.jspecify.annotations.Nullable;
import slipway.core.video.Failure;

/** How one try to fetch a file ended. */
public sealed interface PullEnd {

  /** Nothing is left to fetch: the file is here, was refused by its first bytes, or is unwanted. */
  record Settled() implements PullEnd {}

  /**
   * Not now; what came is kept and the next try goes on behind it where the other side can.
   *
   * @param reason a sentence, safe to show
   * @param there what the other side did, if that is known
   */
  record Later(String reason, Failure.@Nullable There there) implements PullEnd {
    /** Where there is no more to tell. */
    public Later(String reason) {
      this(reason, /* there= */ null);
    }
  }

  /**
   * Something on our side is missing, and it is nobody's fault; as {@link Later}, but no try.
   *
   * @param reason a sentence, safe to show
   */
  record NoRoom(String reason) implements PullEnd {}

  /** Never; another try would end the same way. */
  record Never(Failure failure) implements PullEnd {}
}
