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
 * The headers of Standard Webhooks 1.0.0, which every delivery and every question to a gate carries
 * besides those of its dialect, so that any of that standard's libraries can check it.
 */
final class StandardHeaders {
  private static final String PREFIX = "whsec_";
  private static final String SIGNATURE = "webhook-signature";

  /** Where the signature goes when a dialect's own has the standard's name. */
  private static final String ASIDE = "slipway-signature";

  private StandardHeaders() {}

  /**
   * The headers for one attempt, and one more that tells the order in which things happened: a
   * receiver that has heard of a video under a larger number knows better already (REL-77).
   *
   * @param event with the same id over all attempts
   * @param secrets all that count now; without any the message is not signed (REL-75)
   */
  static Map<String, String> of(Event event, Instant at, String body, List<String> secrets) {
    Map<String, String> headers = of(event.id(), at, body, secrets);
    if (event.sequence() > 0) {
      headers.put("slipway-sequence", Long.toString(event.sequence()));
    }
    return headers;
  }

  /** The same for a message that tells of no event. */
  static Map<String, String> of(UUID id, Instant at, String body, List<String> secrets) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    String seconds = Long.toString(at.getEpochSecond());
    headers.put("webhook-id", id.toString());
    headers.put("webhook-timestamp", seconds);
    if (!secrets.isEmpty()) {
      String signed = id + "." + seconds + "." + body;
      headers.put(
          SIGNATURE,
          secrets.stream()
              .map(secret -> "v1," + sign(key(secret), signed))
              .collect(Collectors.joining(" ")));
    }
    return headers;
  }

  /**
   * Both kinds together. Cloudflare's signature has the very name of the standard's, and its
   * receivers cut that header at its one comma (CF-98), so the standard's steps aside there.
   */
  static Map<String, String> with(Map<String, String> standard, Map<String, String> dialect) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(standard);
    String signature = headers.get(SIGNATURE);
    headers.putAll(dialect);
    if (signature != null && !signature.equals(headers.get(SIGNATURE))) {
      headers.put(ASIDE, signature);
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
