package slipway.core.webhook;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.Events;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Milestone;
import slipway.core.video.Phase;
import slipway.core.video.PlaybackIds;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;

/**
 * Tells one webhook something that did not happen, so that its owner sees how news arrive: of a
 * video that does not exist and waits for its bytes. It goes the way of all news, through outbox,
 * rounds and log, and to nobody else.
 */
public final class TryWebhook {
  private static final String NAME = "Test event";

  /** What does least harm first; no dialect tells of everything. */
  private static final List<Event.Kind> KINDS =
      List.of(Event.Kind.VIDEO_UPDATED, Event.Kind.VIDEO_READY);

  private final Webhooks webhooks;
  private final Events events;
  private final Deliveries deliveries;
  private final DeliveryRounds rounds;
  private final Map<String, EventShape> shapes;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;

  /**
   * @param shapes by the door that makes such webhooks
   */
  public TryWebhook(
      Webhooks webhooks,
      Events events,
      Deliveries deliveries,
      DeliveryRounds rounds,
      Map<String, EventShape> shapes,
      Transactions transactions,
      Ids ids,
      InstantSource clock) {
    this.webhooks = webhooks;
    this.events = events;
    this.deliveries = deliveries;
    this.rounds = rounds;
    this.shapes = Map.copyOf(shapes);
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Puts it up for delivery, whether or not the webhook asked for such news.
   *
   * @return what will be told, under which name
   * @throws ProblemException {@link Problem.NotFound}, {@link Problem.WrongState} when it is
   *     switched off
   */
  public Delivery send(UUID id) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Webhook webhook = webhooks.byId(id).orElseThrow(TryWebhook::missing);
      webhook.requireOn();
      Told told = told(webhook, now);
      events.append(told.event());
      Delivery delivery =
          new Delivery(ids.uuid(), id, told.event().id(), told.name(), /* attempts= */ 0, now, now);
      deliveries.add(delivery);
      rounds.due(id, now);
      return delivery;
    });
  }

  private record Told(Event event, String name) {}

  private Told told(Webhook webhook, Instant now) {
    EventShape shape = Optional.ofNullable(shapes.get(webhook.madeBy())).orElseThrow();
    UUID id = ids.uuid();
    Video video = sample(webhook.account(), webhook.madeBy(), now);
    return KINDS.stream()
        .map(kind -> new Event(id, kind, webhook.account(), video, /* task= */ null, now))
        .flatMap(event -> shape.nameOf(event).map(name -> new Told(event, name)).stream())
        .findFirst()
        .orElseThrow();
  }

  /** No video of ours has the number 0. */
  private Video sample(long account, String door, Instant now) {
    UUID id = ids.uuid();
    return new Video(
        id,
        /* serial= */ 0,
        PlaybackIds.make(id, ids),
        account,
        NAME,
        door,
        /* madeWith= */ "",
        new Source.Direct(),
        Wishes.none(),
        new Phase.AwaitingBytes(),
        /* content= */ null,
        /* facts= */ null,
        List.of(new Milestone(Milestone.Step.TICKET, now)),
        now,
        now,
        /* deletedAt= */ null);
  }

  private static ProblemException missing() {
    return new ProblemException(new Problem.NotFound("There is no such webhook."));
  }
}
