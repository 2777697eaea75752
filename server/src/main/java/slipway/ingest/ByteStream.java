package slipway.ingest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import slipway.http.Chunk;

/** Bytes on their way in, whoever brings them. Used by one thread. */
@FunctionalInterface
public interface ByteStream {

  /**
   * Waits until bytes are there. Close the chunk before the next call.
   *
   * @return the next bytes, or null at the proper end
   * @throws slipway.http.BodyException when the body of a request will not go on, and {@link
   *     BrokenStream} for any other source; everything that had arrived by then was handed out
   */
  @Nullable Chunk next() throws IOException;
}
