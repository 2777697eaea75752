package slipway.ingest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of an upload's bytes so far. Used by the upload's one writer. */
final class RunningHash {
  private final MessageDigest digest;
  private long position;

  private RunningHash(MessageDigest digest, long position) {
    this.digest = digest;
    this.position = position;
  }

  /** The hash of no bytes. */
  static RunningHash start() {
    try {
      return new RunningHash(MessageDigest.getInstance("SHA-256"), 0);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** One that goes on from here by itself, for bytes that may yet be dropped. */
  RunningHash fork() {
    try {
      return new RunningHash((MessageDigest) digest.clone(), position);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  /** Up to where it has seen the bytes. */
  long position() {
    return position;
  }

  /** Sees the next bytes, without moving the buffers. */
  void see(ByteBuffer[] buffers) {
    for (ByteBuffer buffer : buffers) {
      position += buffer.remaining();
      digest.update(buffer.duplicate());
    }
  }

  /** The hash as lower-case hexadecimal; nothing may be seen afterwards. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
