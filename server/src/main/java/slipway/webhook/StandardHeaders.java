package slipway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import slipway.core.event.Event;

/**
 * The headers of Standard Webhooks 1.0.0, which every delivery carries besides those of its
 * dialect, so that any of that standard's libraries can check it.
 */
final class StandardHeaders {
  private static final String PREFIX = "whsec_";

  private StandardHeaders() {}

  /**
   * The headers for one attempt, and one more that tells the order in which things happened: a
   * receiver that has heard of a video under a larger number knows better already (REL-77).
   *
   * @param event with the same id over all attempts
   * @param secrets all that count now; without any the message is not signed (REL-75)
   */
  static Map<String, String> of(Event event, Instant at, String body, List<String> secrets) {
    UUID id = event.id();
    var headers = new TreeMap<String, String>();
    String seconds = Long.toString(at.getEpochSecond());
    headers.put("webhook-id", id.toString());
    headers.put("webhook-timestamp", seconds);
    if (event.sequence() > 0) {
      headers.put("slipway-sequence", Long.toString(event.sequence()));
    }
    if (!secrets.isEmpty()) {
      String signed = id + "." + seconds + "." + body;
      headers.put(
          "webhook-signature",
          secrets.stream()
              .map(secret -> "v1," + sign(key(secret), signed))
              .collect(Collectors.joining(" ")));
    }
    return headers;
  }

  /** A secret in the standard's notation is base64 of the key; any other is the key itself. */
  private static byte[] key(String secret) {
    if (secret.startsWith(PREFIX)) {
      try {
        byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        if (key.length > 0) {
          return key;
        }
      } catch (IllegalArgumentException notTheNotation) {
        // Somebody's own secret that happens to begin so.
      }
    }
    return secret.getBytes(StandardCharsets.UTF_8);
  }

  private static String sign(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256, and no key is empty", e);
    }
  }
}
