package slipway.core.webhook;

import java.time.Instant;
import java.util.Map;

/** How a question to a gate is signed. */
@FunctionalInterface
public interface GateShape {

  /** The headers of a question, without those that any request has. */
  Map<String, String> headers(Webhook webhook, String body, Instant at);
}
