package slipway.ingest;

import java.nio.ByteBuffer;
import slipway.core.upload.Upload;
import slipway.http.Headers;

/**
 * Decides at the end of a body whether its bytes count, for protocols that send digests along. Used
 * by one thread.
 */
public interface BodyCheck {

  /** Bytes count as they come. */
  BodyCheck NONE =
      new BodyCheck() {
        @Override
        public boolean isWanted() {
          return false;
        }

        @Override
        public void see(ByteBuffer[] buffers) {}

        @Override
        public void end(Headers trailers) {}
      };

  /** Whether there is anything to check; if so, no byte counts before {@link #end} has passed. */
  boolean isWanted();

  /** Sees the next bytes, without moving the buffers. */
  void see(ByteBuffer[] buffers);

  /**
   * There are more bytes than the upload's length. Usually those up to it count (TUS-48).
   *
   * @throws RuntimeException in the protocol's own words, when none of this body must count
   */
  default void surplus() {}

  /** Told from time to time, while more bytes come, how far the upload is durable. */
  default void durable(Upload upload) {}

  /**
   * The body has come to its proper end.
   *
   * @throws RuntimeException in the protocol's own words, when the bytes must not count
   */
  void end(Headers trailers);
}
