package slipway.media.provenance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one hash that all of it uses. */
final class Sha256 {
  static final int BYTES = 32;

  /** Its name in claims (C2PA, section 13.1). */
  static final String NAME = "sha256";

  private Sha256() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
