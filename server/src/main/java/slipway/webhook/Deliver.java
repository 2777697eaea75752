package slipway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.Events;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.Attempts;
import slipway.core.webhook.Deliveries;
import slipway.core.webhook.Delivery;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.TellNow;
import slipway.core.webhook.Webhook;
import slipway.core.webhook.Webhooks;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.outgoing.Outgoing;

/**
 * Tells one webhook what it has yet to be told. There is one job for each webhook, so a dead
 * address holds up nobody else; within a round a few messages are under way at once, so it does not
 * hold up its own for ever either. Each attempt ends in one transaction of log, delivery and
 * webhook; a crash before it repeats the message under the same id, and loses none (REL-73).
 */
public final class Deliver implements JobHandler, TellNow {
  /** The kind of job; its key is the webhook's id. */
  public static final String KIND = "deliver";

  private static final Logger log = LoggerFactory.getLogger(Deliver.class);

  /** Messages of one webhook that are under way at once (REL-74). */
  private static final int AT_ONCE = 4;

  /** After so many messages others get their turn. */
  private static final int ROUND = 64;

  /** So many bytes of an answer are in the log (LP-185). */
  static final int KEPT_OF_ANSWER = 1024;

  private final Webhooks webhooks;
  private final Deliveries deliveries;
  private final Attempts attempts;
  private final Events events;
  private final Map<String, EventShape> shapes;
  private final Transactions transactions;
  private final Messenger messenger;
  private final RetrySchedule schedule;
  private final Ids ids;
  private final InstantSource clock;

  /**
   * @param shapes by the door that makes such webhooks
   */
  public Deliver(
      Webhooks webhooks,
      Deliveries deliveries,
      Attempts attempts,
      Events events,
      Map<String, EventShape> shapes,
      Transactions transactions,
      Outgoing outgoing,
      WebhookSettings settings,
      Ids ids,
      InstantSource clock) {
    this(
        webhooks,
        deliveries,
        attempts,
        events,
        shapes,
        transactions,
        new Messenger(outgoing, clock, settings.timeout(), KEPT_OF_ANSWER),
        new RetrySchedule(Math::random),
        ids,
        clock);
  }

  /** With a messenger and a schedule of its own, for tests. */
  Deliver(
      Webhooks webhooks,
      Deliveries deliveries,
      Attempts attempts,
      Events events,
      Map<String, EventShape> shapes,
      Transactions transactions,
      Messenger messenger,
      RetrySchedule schedule,
      Ids ids,
      InstantSource clock) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.attempts = attempts;
    this.events = events;
    this.shapes = Map.copyOf(shapes);
    this.transactions = transactions;
    this.messenger = messenger;
    this.schedule = schedule;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws InterruptedException {
    UUID id = UUID.fromString(job.key());
    List<Delivery> due = deliveries.due(id, clock.instant(), ROUND);
    try (ExecutorService messengers = messengers()) {
      List<Callable<@Nullable Void>> calls =
          sideBySide(id, due).stream()
              .<Callable<@Nullable Void>>map(inOrder ->
                  () -> {
                    for (Delivery delivery : inOrder) {
                      if (!control.cancelled()) {
                        deliver(delivery);
                      }
                    }
                    return null;
                  })
              .toList();
      for (Future<@Nullable Void> call : messengers.invokeAll(calls)) {
        finish(call);
      }
    }
    Optional<Instant> next = deliveries.nextDue(id);
    if (next.isEmpty()) {
      return Outcome.done();
    }
    Duration wait = Duration.between(clock.instant(), next.get());
    return new Outcome.RetryAfter(
        wait.isNegative() ? Duration.ZERO : wait, "more is to be told later");
  }

  @Override
  public void gaveUp(Job job, String reason) {
    // Nothing is lost: what has yet to be told stays, and the next event wakes the round again.
    log.error("the round of webhook {} was given up: {}", job.key(), reason);
  }

  /**
   * What may be under way at once. Where nothing is told twice, what happened to one video is told
   * in its order (GC-185); where it may be, order cannot be kept anyway.
   */
  private Collection<List<Delivery>> sideBySide(UUID id, List<Delivery> due) {
    boolean ordered =
        webhooks.byId(id).filter(webhook -> shape(webhook).retries().isEmpty()).isPresent();
    Map<UUID, List<Delivery>> byVideo = new LinkedHashMap<>();
    for (Delivery delivery : due) {
      UUID key =
          ordered
              ? events.byId(delivery.event()).map(event -> event.video().id()).orElse(id)
              : delivery.id();
      byVideo.computeIfAbsent(key, _ -> new ArrayList<>()).add(delivery);
    }
    return byVideo.values();
  }

  private static ExecutorService messengers() {
    return Executors.newFixedThreadPool(
        AT_ONCE, Thread.ofVirtual().name("messenger-", 0).factory());
  }

  private static void finish(Future<@Nullable Void> call) throws InterruptedException {
    try {
      call.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(failed);
    }
  }

  private void deliver(Delivery delivery) {
    Optional<Webhook> webhook = webhooks.byId(delivery.webhook());
    Optional<Event> event = events.byId(delivery.event());
    if (webhook.isEmpty() || event.isEmpty() || webhook.get().switchedOffAt() != null) {
      transactions.change(() -> deliveries.remove(delivery.id()));
      return;
    }
    EventShape shape = shape(webhook.get());
    Told told = tell(webhook.get(), event.get(), delivery.name(), shape);
    transactions.change(() -> settle(delivery, shape, told));
  }

  /**
   * Tells something again that was told before, at once and outside of any round (LP-185).
   *
   * @return how it went; empty when what happened is not known any more
   */
  @Override
  public Optional<Attempt> resend(Webhook webhook, Attempt former) {
    return events.byId(former.event()).map(event -> tellNow(webhook, event, former.name()));
  }

  @Override
  public Attempt tellNow(Webhook webhook, Event event, String name) {
    Told told = tell(webhook, event, name, shape(webhook));
    transactions.change(() -> remember(told));
    return told.attempt();
  }

  private record Told(Attempt attempt, Telling telling) {}

  private EventShape shape(Webhook webhook) {
    EventShape shape = shapes.get(webhook.madeBy());
    if (shape == null) {
      throw new IllegalStateException("nobody gives shape to what " + webhook + " is told");
    }
    return shape;
  }

  private Told tell(Webhook webhook, Event event, String name, EventShape shape) {
    Instant now = clock.instant();
    EventShape.Message message = shape.message(webhook, event, name, now);
    Map<String, String> headers =
        StandardHeaders.with(
            StandardHeaders.of(event, now, message.body(), webhook.secretsAt(now)),
            message.headers());
    Telling telling = messenger.tell(webhook.url(), headers, message.body());
    Attempt attempt =
        new Attempt(
            ids.uuid(),
            webhook.id(),
            webhook.account(),
            event.id(),
            name,
            now,
            telling.took(),
            telling.succeeded(),
            new Attempt.Sent(webhook.url(), headers, message.body()),
            telling.answer(),
            telling.error());
    return new Told(attempt, telling);
  }

  /** Inside a transaction. */
  private void settle(Delivery delivery, EventShape shape, Told told) {
    remember(told);
    Optional<Duration> wait =
        told.telling().succeeded() || told.telling().gone()
            ? Optional.empty()
            : schedule.next(shape.retries(), delivery.attempts() + 1, told.telling().retryAfter());
    if (wait.isPresent()) {
      deliveries.update(delivery.again(clock.instant().plus(wait.get())));
    } else {
      deliveries.remove(delivery.id());
    }
  }

  /** Inside a transaction; a webhook that was taken away meanwhile leaves no log. */
  private void remember(Told told) {
    Attempt attempt = told.attempt();
    webhooks
        .byId(attempt.webhook())
        .ifPresent(webhook -> {
          attempts.add(attempt);
          Webhook.@Nullable LastFailure failure =
              told.telling().succeeded() ? null : told.telling().failure(attempt.at());
          webhooks.update(webhook.told(attempt.at(), failure, told.telling().gone()));
        });
  }
}
