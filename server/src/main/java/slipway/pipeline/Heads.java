package slipway.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import slipway.storage.Blob;

/** The first bytes of stored sources. */
final class Heads {
  private Heads() {}

  /** At most {@code count} bytes from the start. */
  static byte[] of(Blob blob, int count) throws IOException {
    ByteBuffer head = ByteBuffer.allocate((int) Math.min(count, blob.size()));
    new BlobSource(blob).readAvailable(0, head);
    return Arrays.copyOf(head.array(), head.position());
  }
}
