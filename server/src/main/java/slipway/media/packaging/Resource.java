package slipway.media.packaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What is sent for one address: some bytes of our own, then ranges of files. The same input always
 * gives the same bytes (MD-50). Immutable.
 */
public final class Resource {
  private static final MessageDigest FRESH = fresh();

  /** Ranges whose numbers are hashed together. */
  private static final int AT_ONCE = 512;

  private final String contentType;
  private final byte[] head;
  private final List<FileRange> body;

  private Resource(String contentType, byte[] head, List<FileRange> body) {
    this.contentType = contentType;
    this.head = head;
    this.body = body instanceof FileRanges ? body : List.copyOf(body);
  }

  static Resource text(String contentType, String text) {
    return new Resource(contentType, text.getBytes(StandardCharsets.UTF_8), List.of());
  }

  static Resource bytes(String contentType, byte[] bytes) {
    return new Resource(contentType, bytes, List.of());
  }

  static Resource segment(String contentType, byte[] head, List<FileRange> body) {
    return new Resource(contentType, head, body);
  }

  /** The media type. */
  public String contentType() {
    return contentType;
  }

  /** Whether it is a segment with sound or pictures, which never changes. */
  public boolean isMedia() {
    return !body.isEmpty() && contentType.endsWith("/mp4");
  }

  /** The bytes that come first; read only. */
  public ByteBuffer head() {
    return ByteBuffer.wrap(head).asReadOnlyBuffer();
  }

  /** What follows them, in order. */
  public List<FileRange> body() {
    return body;
  }

  /** Bytes of memory, roughly. */
  public long memory() {
    return head.length + (long) FileRanges.BYTES_EACH * body.size();
  }

  /** The same with other names for its files. */
  public Resource named(UnaryOperator<String> name) {
    if (body instanceof FileRanges many) {
      return new Resource(contentType, head, many.named(name));
    }
    return new Resource(
        contentType,
        head,
        body.stream()
            .map(range -> new FileRange(name.apply(range.file()), range.position(), range.length()))
            .toList());
  }

  /** Bytes in all. */
  public long length() {
    long length = head.length;
    for (FileRange range : body) {
      length += range.length();
    }
    return length;
  }

  /**
   * Stands for the content in a strong ETag (RFC 9110, 8.8.3), without quotes: 32 hexadecimal
   * digits. Two resources with the same tag have the same bytes.
   */
  public String tag() {
    MessageDigest digest = sha256();
    digest.update(head);
    ByteBuffer numbers = ByteBuffer.allocate(2 * Long.BYTES * Math.min(body.size(), AT_ONCE));
    String file = "";
    for (FileRange range : body) {
      if (!numbers.hasRemaining()) {
        digest.update(numbers.flip());
        numbers.clear();
      }
      if (!range.file().equals(file)) {
        file = range.file();
        digest.update(numbers.flip());
        digest.update((file + "\n").getBytes(StandardCharsets.UTF_8));
        numbers.clear();
      }
      numbers.putLong(range.position()).putLong(range.length());
    }
    digest.update(numbers.flip());
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      // Asking the providers costs more than the hash.
      return (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("The JDK's own SHA-256 can be cloned", impossible);
    }
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}
