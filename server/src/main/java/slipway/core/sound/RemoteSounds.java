package slipway.core.sound;

import java.io.IOException;
import java.util.UUID;

/** Sound files that lie elsewhere. */
public interface RemoteSounds {

  /** How an attempt ended. */
  sealed interface Fetched {
    /** All of it is here, durably. */
    record Whole() implements Fetched {}

    /** It will never come; a sentence for the owner. */
    record Refused(String sentence) implements Fetched {}

    /** It did not come this time; a sentence for the owner. */
    record Later(String sentence) implements Fetched {}
  }

  /**
   * Fetches a file to where the maker of the track looks for it, from its beginning.
   *
   * @param most bytes that are taken
   */
  Fetched fetch(String url, UUID video, UUID sound, long most) throws IOException;
}
