package slipway.core.upload;

import java.util.Optional;
import java.util.UUID;

/**
 * What the servers behind the URLs of imports want as {@code Authorization}, and addresses that are
 * secrets themselves, as those with a signature. Secrets of a caller (GC-125): they are kept apart
 * from the video and its events, go to the server that the URL names and nowhere else, and are
 * forgotten once the file is here, cannot be had, or the video is gone.
 */
public interface FetchAuthorizations {

  /** Keeps one; inside the transaction in which its video is made. */
  void keep(UUID video, String value);

  Optional<String> of(UUID video);

  /** Keeps an address, in place of any before; inside the transaction that asks for the file. */
  void keepAddress(UUID video, String url);

  /** The address to fetch from, where it is another one than the video tells. */
  Optional<String> addressOf(UUID video);

  /** Forgets both. */
  void forget(UUID video);
}
