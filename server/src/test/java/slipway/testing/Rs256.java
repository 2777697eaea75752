package slipway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/** Signs tokens as an owner's own code would, with nothing of ours. */
public final class Rs256 {
  private Rs256() {}

  /**
   * A token.
   *
   * @param claims members of the payload, without braces
   */
  public static String token(PrivateKey key, String kid, String claims) {
    String text =
        part("{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}") + "." + part("{" + claims + "}");
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(UTF_8));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** One part of a token. */
  public static String part(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }
}
