package slipway.core.upload;

import java.util.Optional;
import java.util.UUID;

/**
 * What the servers behind the URLs of imports want as {@code Authorization}. A secret of a caller
 * (GC-125): it is kept apart from the video and its events, goes to the server that the URL names
 * and nowhere else, and is forgotten once the file is here or the video is gone.
 */
public interface FetchAuthorizations {

  /** Keeps one; inside the transaction in which its video is made. */
  void keep(UUID video, String value);

  Optional<String> of(UUID video);

  void forget(UUID video);
}
