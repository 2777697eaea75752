package slipway.core.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One try to tell a webhook something, as its owner can read it later (LP-185).
 *
 * @param event id of what happened; the same over all attempts
 * @param name of the event in the webhook's dialect
 * @param success whether the answer was a 2xx
 * @param request what was sent; signatures are in it, secrets are not
 * @param response what came back, {@code null} when nothing did
 * @param error why nothing came back
 */
public record Attempt(
    UUID id,
    UUID webhook,
    long account,
    UUID event,
    String name,
    Instant at,
    Duration took,
    boolean success,
    Sent request,
    @Nullable Came response,
    @Nullable String error) {

  /** What was sent, by POST. */
  public record Sent(String url, Map<String, String> headers, String body) {
    public Sent {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * What came back.
   *
   * @param body its first 1024 bytes, base64
   */
  public record Came(int status, String body) {}
}
