package slipway.core.webhook;

import java.time.Instant;
import java.util.UUID;

/** The port to whoever carries deliveries out; called inside the transaction that causes them. */
public interface DeliveryRounds {

  /** Something of this webhook is due at that time. */
  void due(UUID webhook, Instant at);

  /** Nothing of this webhook is to be told any more. */
  void stop(UUID webhook);
}
