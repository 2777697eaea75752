package slipway.core.sound;

import java.io.IOException;
import java.util.UUID;
import slipway.core.video.Failure;

/** Sound files that lie elsewhere. */
public interface RemoteSounds {

  /** How an attempt ended. */
  sealed interface Fetched {
    /** All of it is here, durably. */
    record Whole() implements Fetched {}

    /** It will never come. */
    record Refused(Failure failure) implements Fetched {}

    /** It did not come this time. */
    record Later(Failure failure) implements Fetched {}
  }

  /**
   * Fetches a file to where the maker of the track looks for it, from its beginning.
   *
   * @param most bytes that are taken
   */
  Fetched fetch(String url, UUID video, UUID sound, long most) throws IOException;
}
