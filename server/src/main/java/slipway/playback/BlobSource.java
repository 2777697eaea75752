package slipway.playback;

import java.io.IOException;
import java.nio.ByteBuffer;
import slipway.media.container.ByteSource;
import slipway.storage.Blob;

/** A stored blob as media's readers want it. */
record BlobSource(Blob blob) implements ByteSource {

  @Override
  public long size() {
    return blob.size();
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    return blob.read(into, position);
  }
}
