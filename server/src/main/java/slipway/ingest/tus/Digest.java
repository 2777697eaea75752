package slipway.ingest.tus;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The digests that bodies can be checked with, in the order announced (TUS-20). */
enum Digest {
  SHA1("sha1", "sha", "SHA-1", 20),
  SHA256("sha256", "sha-256", "SHA-256", 32),
  SHA512("sha512", "sha-512", "SHA-512", 64),
  MD5("md5", "md5", "MD5", 16),
  CRC32("crc32", "", "", 4),
  CRC32C("crc32c", "crc32c", "", 4);

  /** All of them, as {@code Tus-Checksum-Algorithm} has them. */
  static final String ANNOUNCED =
      Arrays.stream(values()).map(digest -> digest.tusName).collect(Collectors.joining(","));

  private final String tusName;
  private final String httpName;
  private final String javaName;
  private final int length;

  Digest(String tusName, String httpName, String javaName, int length) {
    this.tusName = tusName;
    this.httpName = httpName;
    this.javaName = javaName;
    this.length = length;
  }

  /** By its name in {@code Upload-Checksum}. */
  static Optional<Digest> byTusName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(digest -> digest.tusName.equals(lower)).findFirst();
  }

  /** By its key in {@code Content-Digest} (IANA's registry of RFC 9530). */
  static Optional<Digest> byHttpName(String name) {
    return Arrays.stream(values())
        .filter(digest -> !name.isEmpty() && digest.httpName.equals(name))
        .findFirst();
  }

  /** Bytes of a value. */
  int length() {
    return length;
  }

  /** Starts computing. */
  Running start() {
    return switch (this) {
      case SHA1, SHA256, SHA512, MD5 -> hash(javaName);
      case CRC32 -> sum(new CRC32());
      case CRC32C -> sum(new CRC32C());
    };
  }

  /** A digest that is being computed. */
  interface Running {
    /** The next bytes; the buffer is moved to its end. */
    void see(ByteBuffer bytes);

    /** The value; nothing may be seen afterwards. */
    byte[] value();
  }

  private static Running hash(String name) {
    MessageDigest hash;
    try {
      hash = MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
    return new Running() {
      @Override
      public void see(ByteBuffer bytes) {
        hash.update(bytes);
      }

      @Override
      public byte[] value() {
        return hash.digest();
      }
    };
  }

  /** Four bytes, the highest first (TUS-110). */
  private static Running sum(Checksum sum) {
    return new Running() {
      @Override
      public void see(ByteBuffer bytes) {
        sum.update(bytes);
      }

      @Override
      public byte[] value() {
        return ByteBuffer.allocate(4).putInt((int) sum.getValue()).array();
      }
    };
  }
}
