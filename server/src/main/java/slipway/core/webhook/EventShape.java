package slipway.core.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.core.event.Event;

/** How a dialect tells what happened; there is one for each door that makes webhooks. */
public interface EventShape {

  /**
   * A message, ready to be sent.
   *
   * @param body sent as UTF-8
   * @param headers without those that every delivery has
   */
  record Message(String body, Map<String, String> headers) {
    public Message {
      headers = Map.copyOf(headers);
    }
  }

  /** What the dialect calls this event; empty when it never tells of it. */
  Optional<String> nameOf(Event event);

  /**
   * The message for one attempt, signed as the dialect signs.
   *
   * @param at the moment of the attempt
   */
  Message message(Webhook webhook, Event event, String name, Instant at);

  /** The waits before the second, third … attempt; empty for a dialect that tells once (GC-184). */
  List<Duration> retries();
}
