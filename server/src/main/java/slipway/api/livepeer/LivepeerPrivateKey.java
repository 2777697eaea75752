package slipway.api.livepeer;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The private half of a signing key as OpenSSL writes it: PKCS#8 (RFC 5958) around an ECPrivateKey
 * (RFC 5915) that also holds the public half. The JDK leaves that one out, but {@code
 * crypto.subtle.importKey}, with which {@code signAccessJwt} begins, wants it in Safari, and wanted
 * it in Firefox and Chrome of some years ago (w3c/webcrypto, issue 356).
 */
final class LivepeerPrivateKey {
  /**
   * Of P-256, up to the private number: version 0, id-ecPublicKey, prime256v1, then in an octet
   * string version 1 and 32 bytes.
   */
  private static final byte[] BEFORE =
      HexFormat.of()
          .parseHex(
              "308187020100" + "301306072a8648ce3d020106082a8648ce3d030107" + "046d306b0201010420");

  /** The field [1], a bit string. */
  private static final byte[] BETWEEN = HexFormat.of().parseHex("a144034200");

  private static final int NUMBER = 32;

  /** A four, then both coordinates (SEC 1, 2.3.3). */
  private static final int POINT = 1 + 2 * NUMBER;

  private LivepeerPrivateKey() {}

  /** DER of a pair on P-256, the only curve there is here (LP-145). */
  static byte[] der(KeyPair pair) {
    byte[] spki = pair.getPublic().getEncoded();
    return ByteBuffer.allocate(BEFORE.length + NUMBER + BETWEEN.length + POINT)
        .put(BEFORE)
        .put(fixed(((ECPrivateKey) pair.getPrivate()).getS()))
        .put(BETWEEN)
        .put(spki, spki.length - POINT, POINT)
        .array();
  }

  /** Without a sign, with leading zeros. */
  private static byte[] fixed(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] all = new byte[NUMBER];
    byte[] digits =
        bytes.length > NUMBER
            ? Arrays.copyOfRange(bytes, bytes.length - NUMBER, bytes.length)
            : bytes;
    System.arraycopy(digits, 0, all, NUMBER - digits.length, digits.length);
    return all;
  }
}
