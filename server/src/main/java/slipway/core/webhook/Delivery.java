package slipway.core.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that a webhook has yet to be told.
 *
 * @param id the same over all attempts
 * @param event what happened, in the outbox
 * @param name the event's name in the webhook's dialect
 * @param attempts how often it was tried
 * @param dueAt when it is tried next
 */
public record Delivery(
    UUID id,
    UUID webhook,
    UUID event,
    String name,
    int attempts,
    Instant createdAt,
    Instant dueAt) {

  /** It failed and will be tried again. */
  public Delivery again(Instant at) {
    return new Delivery(id, webhook, event, name, attempts + 1, createdAt, at);
  }
}
