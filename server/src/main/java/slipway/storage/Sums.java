package slipway.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Check sums of a file made by us, kept beside it: one CRC-32C in hexadecimal for each MiB, a line
 * each. With them a single wrong bit is found again later, and where it is (REL-16).
 */
public final class Sums {
  /** Bytes that one sum covers. */
  public static final int BLOCK = 1 << 20;

  private Sums() {}

  /** Where the sums of a blob lie. */
  public static String key(String blob) {
    return blob + ".sums";
  }

  /** Publishes a file of a work folder, and its sums first, so that no file is without. */
  public static void publish(BlobStore blobs, Path file, String key) throws IOException {
    Path sums = file.resolveSibling(file.getFileName() + ".sums");
    try (var channel = Files.newByteChannel(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
      StringBuilder lines = new StringBuilder();
      while (true) {
        buffer.clear();
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        if (buffer.position() == 0) {
          break;
        }
        lines.append(of(buffer.flip())).append('\n');
      }
      Files.writeString(sums, lines, StandardCharsets.US_ASCII);
    }
    blobs.publish(sums, key(key));
    blobs.publish(file, key);
  }

  /** The sums of a blob, a block each; empty when there are none. */
  public static Optional<List<String>> read(BlobStore blobs, String key) throws IOException {
    try (Blob blob = blobs.open(key(key)).orElse(null)) {
      if (blob == null) {
        return Optional.empty();
      }
      ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(blob.size()));
      fill(blob, all, 0);
      return Optional.of(
          new String(all.array(), 0, all.position(), StandardCharsets.US_ASCII).lines().toList());
    }
  }

  /** Reads until the buffer is full or the blob ends. */
  public static void fill(Blob blob, ByteBuffer buffer, long position) throws IOException {
    int begun = buffer.position();
    while (buffer.hasRemaining()) {
      if (blob.read(buffer, position + buffer.position() - begun) < 0) {
        return;
      }
    }
  }

  /** The sum of one block. */
  public static String of(ByteBuffer block) {
    CRC32C sum = new CRC32C();
    sum.update(block);
    return "%08x".formatted(sum.getValue());
  }
}
