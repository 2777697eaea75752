package slipway.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.upload.Uploads;
import slipway.core.video.Content;
import slipway.core.video.Video;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Reading;
import slipway.media.container.WebmReading;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.Sums;

/**
 * Compares what is stored of a video with what is known of it, every byte: sizes, the SHA-256 of
 * the source, the sums of each file made from it, and whether our own reader finds its way through
 * those (REL-16). Changes nothing; of use also while the server runs.
 */
public final class VerifyBlobs {
  private final Renditions renditions;
  private final Uploads uploads;
  private final BlobStore blobs;

  public VerifyBlobs(Renditions renditions, Uploads uploads, BlobStore blobs) {
    this.renditions = renditions;
    this.uploads = uploads;
    this.blobs = blobs;
  }

  /**
   * Everything stored of one video.
   *
   * @return what is damaged; empty when all is well
   * @throws IOException when the storage cannot be read
   */
  public List<Damage> verify(Video video) throws IOException {
    List<Damage> found = new ArrayList<>();
    Content content = video.content();
    // Of parts that have yet to be joined there is no file.
    if (content != null && !isInParts(video.id())) {
      source(video.id(), content.size(), content.sha256()).ifPresent(found::add);
    }
    for (Rendition each : renditions.all(video.id())) {
      if (!each.isDone()) {
        continue;
      }
      if (!each.blob().equals(BlobKeys.source(video.id()))) {
        found.addAll(rendition(each));
      }
      if (found.isEmpty()) {
        unreadable(each).ifPresent(found::add);
      }
    }
    return found;
  }

  private boolean isInParts(UUID video) {
    return uploads
        .ofVideo(video)
        .filter(whole -> !uploads.partsOf(whole.id()).isEmpty())
        .isPresent();
  }

  private Optional<Damage> source(UUID video, long size, @Nullable String sha256)
      throws IOException {
    String key = BlobKeys.source(video);
    try (Blob blob = blobs.open(key).orElse(null)) {
      Optional<Damage> wrong = wrongSize(video, key, blob, size);
      if (wrong.isPresent() || blob == null || sha256 == null) {
        return wrong;
      }
      return hash(blob).equals(sha256)
          ? Optional.empty()
          : Optional.of(new Damage(video, key, 0, size, "the SHA-256 is another one"));
    }
  }

  private static Optional<Damage> wrongSize(
      UUID video, String key, @Nullable Blob blob, long size) {
    if (blob == null) {
      return Optional.of(new Damage(video, key, 0, size, "the file is missing"));
    }
    if (blob.size() < size) {
      return Optional.of(new Damage(video, key, blob.size(), size, "the end is missing"));
    }
    return blob.size() > size
        ? Optional.of(new Damage(video, key, size, blob.size(), "more than was stored"))
        : Optional.empty();
  }

  private List<Damage> rendition(Rendition each) throws IOException {
    List<Damage> found = new ArrayList<>();
    try (Blob blob = blobs.open(each.blob()).orElse(null)) {
      wrongSize(each.video(), each.blob(), blob, each.size()).ifPresent(found::add);
      Optional<List<String>> sums = Sums.read(blobs, each.blob());
      if (blob == null || sums.isEmpty()) {
        return found;
      }
      ByteBuffer block = ByteBuffer.allocateDirect(Sums.BLOCK);
      for (int i = 0; i < sums.get().size(); i++) {
        long from = (long) i * Sums.BLOCK;
        long to = Math.min(from + Sums.BLOCK, each.size());
        Sums.fill(blob, block.clear().limit((int) Math.max(0, to - from)), from);
        boolean whole = !block.hasRemaining();
        if (whole && !Sums.of(block.flip()).equals(sums.get().get(i))) {
          found.add(new Damage(each.video(), each.blob(), from, to, "the sum is another one"));
        }
      }
    }
    return found;
  }

  /** What our own reader says about a file that is to be played. */
  private Optional<Damage> unreadable(Rendition each) throws IOException {
    try (Blob blob = blobs.open(each.blob()).orElse(null)) {
      if (blob == null) {
        return Optional.empty();
      }
      return fault(each, new BlobSource(blob))
          .map(reason -> new Damage(each.video(), each.blob(), 0, each.size(), reason));
    }
  }

  private static Optional<String> fault(Rendition each, BlobSource file) throws IOException {
    if (each.form() == Rendition.Form.DOWNLOAD) {
      return WebmReading.of(file).isPresent()
          ? Optional.empty()
          : Optional.of("The file is not a whole WebM file.");
    }
    return Mp4Index.read(file) instanceof Mp4Reading.Refused refused
        ? Optional.of(refused.reason())
        : Optional.empty();
  }

  private static String hash(Blob blob) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(Sums.BLOCK);
    for (long position = 0; position < blob.size(); ) {
      Sums.fill(blob, buffer.clear(), position);
      position += buffer.position();
      digest.update(buffer.flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
