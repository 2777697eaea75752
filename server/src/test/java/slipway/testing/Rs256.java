package slipway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens as an owner's own code would, with nothing of ours. */
public final class Rs256 {
  private Rs256() {}

  /**
   * A token.
   *
   * @param claims members of the payload, without braces
   */
  public static String token(PrivateKey key, String kid, String claims) {
    return signed("SHA256withRSA", key, "{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}", claims);
  }

  /** A token whose key is named in its payload, if at all. */
  public static String tokenWithoutKid(PrivateKey key, String claims) {
    return signed("SHA256withRSA", key, "{\"alg\":\"RS256\"}", claims);
  }

  /** As Livepeer's: signed with ECDSA, the public key in the payload. */
  public static String es256(PrivateKey key, String claims) {
    return signed(
        "SHA256withECDSAinP1363Format", key, "{\"alg\":\"ES256\",\"typ\":\"JWT\"}", claims);
  }

  /** A forgery: HMAC with what everybody may know. */
  public static String hmac(byte[] secret, String claims) {
    String text = part("{\"alg\":\"HS256\",\"kid\":\"key\"}") + "." + part("{" + claims + "}");
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] sum = mac.doFinal(text.getBytes(UTF_8));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** One part of a token. */
  public static String part(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  private static String signed(String algorithm, PrivateKey key, String header, String claims) {
    String text = part(header) + "." + part("{" + claims + "}");
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text.getBytes(UTF_8));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
