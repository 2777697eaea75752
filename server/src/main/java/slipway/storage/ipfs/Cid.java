package slipway.storage.ipfs;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Name of a block: version 1, SHA-256, in base32 (the multiformats' CID specification).
 *
 * @param text begins with {@code b}
 */
public record Cid(String text) {
  /** Bytes of one in binary: version, codec, hash function, its length, the hash. */
  static final int BYTES = 36;

  private static final int RAW = 0x55;
  private static final int DAG_PB = 0x70;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  /** Of bytes that are a piece of a file. */
  static Cid ofLeaf(ByteBuffer block) {
    return of(RAW, block);
  }

  /** Of a block that names others. */
  static Cid ofNode(ByteBuffer block) {
    return of(DAG_PB, block);
  }

  private static Cid of(int codec, ByteBuffer block) {
    byte[] bytes = new byte[BYTES];
    bytes[0] = 1;
    bytes[1] = (byte) codec;
    bytes[2] = 0x12;
    bytes[3] = 32;
    System.arraycopy(sha256(block), 0, bytes, 4, 32);
    StringBuilder text = new StringBuilder("b");
    int buffer = 0;
    int bits = 0;
    for (byte each : bytes) {
      buffer = (buffer << 8) | (each & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(ALPHABET.charAt((buffer >> bits) & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt((buffer << (5 - bits)) & 31));
    }
    return new Cid(text.toString());
  }

  /** In binary. */
  byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    int buffer = 0;
    int bits = 0;
    int at = 0;
    for (int i = 1; i < text.length() && at < BYTES; i++) {
      buffer = (buffer << 5) | ALPHABET.indexOf(text.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (buffer >> bits);
        buffer &= (1 << bits) - 1;
      }
    }
    return bytes;
  }

  private static byte[] sha256(ByteBuffer block) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(block.duplicate());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
