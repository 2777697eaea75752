package slipway.webhook;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import slipway.core.Changes;
import slipway.core.webhook.Webhook;
import slipway.core.webhook.Webhooks;

/**
 * Finds again the gates that were found before, for as long as nothing in the house has changed, so
 * that a segment costs no look into the tables, and a gate that was taken away or moved counts no
 * more with the next request (REL-85). Those that do not exist are not remembered. Safe for any
 * thread.
 */
final class RecentGates {
  /** More than this and it starts over. */
  private static final int MOST = 2_000;

  private final Webhooks tables;
  private final Changes changes;
  private final ConcurrentMap<UUID, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(long at, Webhook webhook) {}

  RecentGates(Webhooks tables, Changes changes) {
    this.tables = tables;
    this.changes = changes;
  }

  Optional<Webhook> byId(UUID id) {
    OptionalLong now = changes.count();
    if (now.isEmpty()) {
      return tables.byId(id);
    }
    Seen before = seen.get(id);
    if (before != null && before.at() == now.getAsLong()) {
      return Optional.of(before.webhook());
    }
    Optional<Webhook> fresh = tables.byId(id);
    if (seen.size() >= MOST) {
      seen.clear();
    }
    fresh.ifPresentOrElse(
        webhook -> seen.put(id, new Seen(now.getAsLong(), webhook)), () -> seen.remove(id));
    return fresh;
  }
}
