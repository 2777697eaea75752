package slipway.media.provenance;

import java.io.IOException;
import java.time.Instant;

/**
 * An authority that says when something was there (RFC 3161). With its stamp upon it a signature
 * counts also when the certificate has ended.
 */
@FunctionalInterface
public interface TimeStamps {

  /**
   * Has something stamped.
   *
   * @throws NoTimeStamp when there is none, or none of use
   */
  Stamp stamp(byte[] content) throws NoTimeStamp;

  /** A stamp. Immutable. */
  final class Stamp {
    private final byte[] token;
    private final Instant at;

    /**
     * A stamp.
     *
     * @param token {@code TimeStampToken} as the authority wrote it
     * @param at when that was, by the authority's clock
     */
    public Stamp(byte[] token, Instant at) {
      this.token = token.clone();
      this.at = at;
    }

    /** What others can check. */
    public byte[] token() {
      return token.clone();
    }

    /** When it was given, by the authority's clock. */
    public Instant at() {
      return at;
    }
  }

  /** The authority gave no stamp of use; later it may go better. */
  final class NoTimeStamp extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * With a sentence.
     *
     * @param sentence for the owner of a video
     */
    public NoTimeStamp(String sentence) {
      super(sentence);
    }
  }
}
