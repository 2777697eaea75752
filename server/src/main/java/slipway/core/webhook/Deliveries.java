package slipway.core.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What has yet to be told; who was told, or never will be, is not here any more. */
public interface Deliveries {

  void add(Delivery delivery);

  /** Keeps the new count and time. */
  void update(Delivery delivery);

  void remove(UUID id);

  /** Those of a webhook whose time has come, in the order in which things happened. */
  List<Delivery> due(UUID webhook, Instant now, int limit);

  /** When the next one of a webhook is due, if there is any. */
  Optional<Instant> nextDue(UUID webhook);

  /** What every webhook has yet to be told; those that have been told everything are not in it. */
  List<Backlog> backlogs();

  /** How many wait, over all webhooks. */
  long count();
}
