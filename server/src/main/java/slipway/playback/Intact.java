package slipway.playback;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.storage.Blob;
import slipway.storage.BlobStore;
import slipway.storage.Sums;

/**
 * Holds what is handed out of an open file against the sums that lie beside it, so that what a disk
 * made of it is an error and not a picture (REL-16). Each block is looked at once while the file is
 * open, when the first viewer asks for something in it: the cost follows the request, and what is
 * watched by many is looked at once for all. Safe for any thread.
 */
final class Intact implements Blob {
  private static final Logger log = LoggerFactory.getLogger(Intact.class);

  /**
   * More than any segment has. Whoever takes a file in one piece is not kept waiting until all of
   * it was read; only its beginning is looked at.
   */
  static final long MOST = 64L << 20;

  private final BlobStore blobs;
  private final String key;
  private final Blob blob;
  private final BitSet good = new BitSet();
  private @Nullable List<String> sums;

  Intact(BlobStore blobs, String key, Blob blob) {
    this.blobs = blobs;
    this.key = key;
    this.blob = blob;
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    require(position, Math.min(into.remaining(), blob.size() - position));
    return blob.read(into, position);
  }

  /**
   * Looks at the blocks that a stretch touches, as far as nobody has done so.
   *
   * @throws IOException when they are not what was stored
   */
  void require(long position, long length) throws IOException {
    if (length <= 0) {
      return;
    }
    int first = Math.toIntExact(position / Sums.BLOCK);
    int last = Math.toIntExact((position + Math.min(length, MOST) - 1) / Sums.BLOCK);
    for (int block = first; block <= last; block++) {
      if (!isGood(block)) {
        look(block);
      }
    }
  }

  /** As {@link #require}, of what is sent from the open file itself, if it is this one. */
  void requireIn(FileChannel channel, long position, long length) throws IOException {
    if (blob.channel().filter(channel::equals).isPresent()) {
      require(position, length);
    }
  }

  @Override
  public long size() {
    return blob.size();
  }

  @Override
  public String identity() {
    return blob.identity();
  }

  @Override
  public Optional<Path> file() {
    return blob.file();
  }

  @Override
  public Optional<FileChannel> channel() {
    return blob.channel();
  }

  @Override
  public void close() throws IOException {
    blob.close();
  }

  private void look(int block) throws IOException {
    List<String> known = sums();
    if (block < known.size() && !known.get(block).equals(sum(block))) {
      long from = (long) block * Sums.BLOCK;
      log.error(
          "{} is damaged between {} and {}: the sum is another one; ./slipway verify looks for all"
              + " such places",
          key,
          from,
          Math.min(from + Sums.BLOCK, blob.size()));
      throw new IOException(key + " is damaged");
    }
    synchronized (good) {
      good.set(block);
    }
  }

  private boolean isGood(int block) {
    synchronized (good) {
      return good.get(block);
    }
  }

  private String sum(int block) throws IOException {
    long from = (long) block * Sums.BLOCK;
    int size = Math.clamp(blob.size() - from, 0, Sums.BLOCK);
    ByteBuffer bytes = ByteBuffer.allocate(size);
    Sums.fill(blob, bytes, from);
    return Sums.of(bytes.flip());
  }

  /**
   * Empty where none were kept, and where the file was replaced before anybody looked: those that
   * lie there now are of another one.
   */
  private synchronized List<String> sums() throws IOException {
    List<String> known = sums;
    if (known == null) {
      Optional<List<String>> kept = isReplaced() ? Optional.empty() : Sums.read(blobs, key);
      known = kept.orElse(List.of());
      sums = known;
    }
    return known;
  }

  private boolean isReplaced() throws IOException {
    try (Blob now = blobs.open(key).orElse(null)) {
      return now != null && !now.identity().equals(blob.identity());
    }
  }
}
