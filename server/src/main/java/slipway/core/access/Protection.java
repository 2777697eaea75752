package slipway.core.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an account closes everything it delivers, also what is public by a video's own policy
 * (GC-165, GC-166).
 *
 * @param signedOnly only an address signed with the account's secret opens what is public
 * @param secret with which addresses are signed; {@code null} until one was set
 * @param boundToAddress whether a signature holds only for one viewer's IP address
 * @param encrypted whether what is public is given away only as encrypted HLS
 * @param keySeed hexadecimal; from it the content keys are made. {@code null} until encryption was
 *     first switched on, and the same ever after, so that old segments stay readable
 * @param keyServer origin, perhaps with a path, where players ask for content keys; {@code null}
 *     for our own
 */
public record Protection(
    long account,
    boolean signedOnly,
    @Nullable String secret,
    boolean boundToAddress,
    boolean encrypted,
    @Nullable String keySeed,
    @Nullable String keyServer) {

  private static final int KEY_BYTES = 16;

  /** That of an account which never closed anything. */
  public static Protection none(long account) {
    return new Protection(account, false, null, false, false, null, null);
  }

  /**
   * Whether what is public needs a proof for this use. Pictures are no film; an encrypted segment
   * is worth nothing without its key, which is guarded by itself.
   */
  boolean closes(Use use) {
    return signedOnly
        || (encrypted
            && switch (use) {
              case WATCH, TAKE -> true;
              case LOOK, CIPHER -> false;
            });
  }

  /**
   * The 16 bytes with which segments of a video are encrypted (AES-128, GC-166). The seed has a
   * fixed length, so hashing it in front of the id is as good as a keyed hash.
   *
   * @throws IllegalStateException when nothing was ever encrypted
   */
  public byte[] contentKey(UUID video) {
    String seed = keySeed;
    if (seed == null) {
      throw new IllegalStateException("account " + account + " has never encrypted anything");
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(HexFormat.of().parseHex(seed));
      digest.update(("aes-128 " + video).getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest.digest(), KEY_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /** Without anything that opens a video. */
  @Override
  public String toString() {
    return "Protection of account %d: signedOnly=%s, boundToAddress=%s, encrypted=%s"
        .formatted(account, signedOnly, boundToAddress, encrypted);
  }
}
