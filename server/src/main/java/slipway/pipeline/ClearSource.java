package slipway.pipeline;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import slipway.core.video.Video;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.Sums;

/**
 * The source as it is worked on: as uploaded, or what {@link Decrypt} or {@link CutSource} made of
 * it.
 */
final class ClearSource {
  private ClearSource() {}

  /** Where it lies. */
  static String key(Video video) {
    return video.wishes().isShownPrepared()
        ? BlobKeys.clear(video.id())
        : BlobKeys.source(video.id());
  }

  /** Opens it. */
  static Optional<Blob> open(BlobStore blobs, Video video) throws IOException {
    return blobs.open(key(video));
  }

  /** Opens it where there is nothing but the id. */
  static Optional<Blob> open(BlobStore blobs, UUID id) throws IOException {
    Optional<Blob> clear = blobs.open(BlobKeys.clear(id));
    return clear.isPresent() ? clear : blobs.open(BlobKeys.source(id));
  }

  /** Gives back what was made of an encrypted source, which turned out to be nothing. */
  static void forget(BlobStore blobs, UUID id) throws IOException {
    blobs.delete(BlobKeys.clear(id));
    blobs.delete(Sums.key(BlobKeys.clear(id)));
  }
}
