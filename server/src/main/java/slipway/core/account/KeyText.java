package slipway.core.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import slipway.core.Ids;

/**
 * How a key looks to its holder: {@code <account number>$<64 hex>}. It carries 256 random bits, so
 * one round of SHA-256 is enough to keep it, and looking the hash up leaks no timing of the key.
 */
public final class KeyText {
  private KeyText() {}

  /** A new key for an account. */
  static String make(long account, Ids ids) {
    return account + "$" + ids.secret(32);
  }

  /** What is stored in place of a key or ticket. */
  public static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
