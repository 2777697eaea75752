package slipway.testing;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import slipway.core.webhook.Webhook;
import slipway.core.webhook.Webhooks;

/** Webhooks in a map. */
public final class InMemoryWebhooks implements Webhooks {
  private final Map<UUID, Webhook> webhooks = new LinkedHashMap<>();

  @Override
  public synchronized void add(Webhook webhook) {
    webhooks.put(webhook.id(), webhook);
  }

  @Override
  public synchronized void update(Webhook webhook) {
    webhooks.replace(webhook.id(), webhook);
  }

  @Override
  public synchronized Optional<Webhook> byId(UUID id) {
    return Optional.ofNullable(webhooks.get(id));
  }

  @Override
  public synchronized List<Webhook> of(long account) {
    return webhooks.values().stream()
        .filter(webhook -> webhook.account() == account)
        .sorted(Comparator.comparing(Webhook::createdAt).thenComparing(Webhook::id))
        .toList();
  }

  @Override
  public synchronized void remove(UUID id) {
    webhooks.remove(id);
  }
}
