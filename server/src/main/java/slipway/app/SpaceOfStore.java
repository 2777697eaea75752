package slipway.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import slipway.core.upload.Space;
import slipway.storage.BlobStore;

/** Lets the rules for uploads, which know no store, ask how much room there is. */
record SpaceOfStore(BlobStore blobs) implements Space {

  @Override
  public long free() {
    try {
      return blobs.room();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
