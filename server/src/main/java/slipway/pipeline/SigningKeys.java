package slipway.pipeline;

import java.io.IOException;
import slipway.media.provenance.Signer;

/** Whoever vouches for what this house makes. */
@FunctionalInterface
public interface SigningKeys {

  /**
   * The key and its certificate, as they are now.
   *
   * @throws NotNow when its certificate does not count at this moment
   * @throws IOException when they cannot be read
   */
  Signer signer() throws IOException;

  /** Nothing can be signed until the operator does something. */
  final class NotNow extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * With a sentence.
     *
     * @param sentence for the owner of a video
     */
    public NotNow(String sentence) {
      super(sentence);
    }
  }
}
