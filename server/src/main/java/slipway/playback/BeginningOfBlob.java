package slipway.playback;

import java.io.IOException;
import java.nio.ByteBuffer;
import slipway.media.container.ByteSource;
import slipway.storage.Blob;

/** So much of a blob as is there for good; what lies behind may still be cut off (TUS-183). */
record BeginningOfBlob(Blob blob, long size) implements ByteSource {

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    long left = size - position;
    if (left <= 0) {
      return -1;
    }
    int limit = into.limit();
    into.limit(into.position() + (int) Math.min(into.remaining(), left));
    try {
      return blob.read(into, position);
    } finally {
      into.limit(limit);
    }
  }
}
