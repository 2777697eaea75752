package slipway.core.webhook;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All webhooks. */
public interface Webhooks {

  void add(Webhook webhook);

  /** Keeps the webhook's new state. */
  void update(Webhook webhook);

  Optional<Webhook> byId(UUID id);

  /** Those of an account, oldest first, whichever door made them. */
  List<Webhook> of(long account);

  /** Takes one away with all that it has yet to be told; its log stays until it is old. */
  void remove(UUID id);
}
