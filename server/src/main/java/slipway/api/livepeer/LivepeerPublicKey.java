package slipway.api.livepeer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.api.livepeer.LivepeerShapes.WrappingKeyAnswer;
import slipway.api.livepeer.LivepeerShapes.WrappingKeyMissing;
import slipway.core.upload.WrappingKey;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code GET /access-control/public-key}, for anybody: to wrap the key of an encrypted file with.
 */
final class LivepeerPublicKey implements Handler {
  private static final Logger log = LoggerFactory.getLogger(LivepeerPublicKey.class);
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  private final LivepeerCallers callers;
  private final WrappingKey key;

  LivepeerPublicKey(LivepeerCallers callers, WrappingKey key) {
    this.callers = callers;
    this.key = key;
  }

  @Override
  public Response handle(Request request) {
    callers.credentials(request); // bad ones are refused here too (LP-23)
    PublicKey half;
    try {
      half = key.publicKey();
    } catch (IOException e) {
      log.error("there is no key for encrypted uploads", e);
      return LivepeerAnswers.json(500, new WrappingKeyMissing("Unable to retrieve public key"));
    }
    // Clients take the base64 off twice, and find DER without PEM's lines (LP-149).
    String spki = base64(base64(half.getEncoded()).getBytes(US_ASCII));
    return LivepeerAnswers.json(
        200, new WrappingKeyAnswer(base64(pem((RSAPublicKey) half)), spki, "slipway"));
  }

  /** {@code RSAPublicKey} as RFC 8017, A.1.1 has it, in lines. */
  private static byte[] pem(RSAPublicKey half) {
    byte[] numbers =
        join(tagged(INTEGER, half.getModulus()), tagged(INTEGER, half.getPublicExponent()));
    String lines =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(tagged(SEQUENCE, numbers));
    return ("-----BEGIN RSA PUBLIC KEY-----\n" + lines + "\n-----END RSA PUBLIC KEY-----\n")
        .getBytes(US_ASCII);
  }

  private static byte[] tagged(int tag, BigInteger number) {
    return tagged(tag, number.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] value) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = value.length;
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] bytes = BigInteger.valueOf(length).toByteArray();
      int zeros = bytes[0] == 0 ? 1 : 0;
      out.write(0x80 | (bytes.length - zeros));
      out.write(bytes, zeros, bytes.length - zeros);
    }
    out.writeBytes(value);
    return out.toByteArray();
  }

  private static byte[] join(byte[] one, byte[] other) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(one);
    out.writeBytes(other);
    return out.toByteArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
