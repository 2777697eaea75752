package slipway.core.webhook;

import java.util.Map;
import java.util.Optional;
import slipway.core.Ids;
import slipway.core.event.Event;
import slipway.core.event.Listener;

/**
 * Puts what happened up for delivery to every webhook of the account that wants it, in the
 * transaction in which it happened: whoever sees the change will hear of it (REL-73).
 */
public final class PutUpForDelivery implements Listener {
  private final Webhooks webhooks;
  private final Deliveries deliveries;
  private final DeliveryRounds rounds;
  private final Map<String, EventShape> shapes;
  private final Ids ids;

  /**
   * @param shapes by the door that makes such webhooks
   */
  public PutUpForDelivery(
      Webhooks webhooks,
      Deliveries deliveries,
      DeliveryRounds rounds,
      Map<String, EventShape> shapes,
      Ids ids) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.rounds = rounds;
    this.shapes = Map.copyOf(shapes);
    this.ids = ids;
  }

  @Override
  public void happened(Event event) {
    for (Webhook webhook : webhooks.of(event.account())) {
      Optional.ofNullable(shapes.get(webhook.madeBy()))
          .flatMap(shape -> shape.nameOf(event))
          .filter(webhook::wants)
          .ifPresent(name -> putUp(webhook, event, name));
    }
  }

  private void putUp(Webhook webhook, Event event, String name) {
    deliveries.add(
        new Delivery(
            ids.uuid(), webhook.id(), event.id(), name, /* attempts= */ 0, event.at(), event.at()));
    rounds.due(webhook.id(), event.at());
  }
}
