package slipway.ingest.tus;

import java.io.IOException;
import slipway.http.Body;
import slipway.http.Chunk;

/** What this room asks bodies. */
final class Bodies {
  private Bodies() {}

  /** The reason given to a body whose upload somebody newer writes. */
  static final String DISPLACED = "a newer request took over the upload";

  /**
   * Whether a body that nobody will store has no byte. One without a declared length is read up to
   * its first byte, as a client may send an empty one in chunks; so ask only when it is not to be
   * stored.
   */
  static boolean isEmpty(Body body) throws IOException {
    if (body.isEmpty()) {
      return true;
    }
    if (body.declaredLength().isPresent()) {
      return false;
    }
    try (Chunk first = body.next()) {
      return first == null;
    }
  }
}
