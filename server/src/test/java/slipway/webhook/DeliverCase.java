package slipway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.video.Video;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.PutUpForDelivery;
import slipway.core.webhook.Retries;
import slipway.core.webhook.Webhook;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.Outcome;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;
import slipway.records.SqlAccounts;
import slipway.records.SqlAttempts;
import slipway.records.SqlDeliveries;
import slipway.records.SqlEvents;
import slipway.records.SqlTransactions;
import slipway.records.SqlVideos;
import slipway.records.SqlWebhooks;
import slipway.sql.Database;
import slipway.testing.CountingIds;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

/** One account, one receiver and a round of deliveries to it. */
abstract class DeliverCase {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  final SettableClock clock = new SettableClock();
  final CountingIds ids = new CountingIds();
  final Receiver receiver = new Receiver();
  final Set<UUID> woken = new HashSet<>();
  final Outgoing outgoing =
      new Outgoing(
          new OutgoingSettings(true, List.of(), Duration.ofSeconds(5), Duration.ofSeconds(5)),
          Resolver.system());
  List<Duration> retries = Retries.FOR_DAYS;
  final Database database;
  final Transactions transactions;
  final SqlWebhooks webhooks;
  final SqlDeliveries deliveries;
  final SqlAttempts attempts;
  final SqlEvents events;
  final RecordEvent record;
  final Deliver deliver;

  DeliverCase(TestDatabase databases) {
    database = databases.fresh();
    transactions = new SqlTransactions(database);
    webhooks = new SqlWebhooks(database);
    deliveries = new SqlDeliveries(database);
    attempts = new SqlAttempts(database);
    events = new SqlEvents(database);
    Map<String, EventShape> shapes = Map.of("test", new PlainShape());
    record =
        new RecordEvent(
            events,
            ids,
            new PutUpForDelivery(webhooks, deliveries, new Remembering(), shapes, ids));
    deliver =
        new Deliver(
            webhooks,
            deliveries,
            attempts,
            events,
            shapes,
            transactions,
            new Messenger(outgoing, clock, Duration.ofSeconds(10), Deliver.KEPT_OF_ANSWER),
            new RetrySchedule(() -> 0),
            ids,
            clock);
  }

  @BeforeEach
  void account() {
    transactions.change(() -> {
      new SqlAccounts(database).add(Samples.account(1));
      new SqlVideos(database).add(Samples.video(1, 1));
    });
  }

  @AfterEach
  void close() {
    receiver.close();
    outgoing.close();
  }

  UUID webhook(@Nullable String secret) {
    UUID id = ids.uuid();
    transactions.change(() ->
        webhooks.add(
            new Webhook(
                id,
                1,
                "test",
                "hook",
                receiver.url(),
                List.of("ready", "deleted"),
                secret,
                null,
                null,
                null,
                clock.instant(),
                null,
                null,
                null)));
    return id;
  }

  Event happens(Event.Kind kind) {
    Video video = Samples.video(1, 1);
    transactions.change(() -> record.ofVideo(kind, video, clock.instant()));
    return newest(video).orElseThrow();
  }

  Optional<Event> newest(Video video) {
    return database
        .with(handle ->
            handle
                .createQuery(
                    "select id from event where video = :id order by sequence desc limit 1")
                .bind("id", video.id())
                .mapTo(String.class)
                .findOne())
        .flatMap(id -> events.byId(UUID.fromString(id)));
  }

  List<Attempt> log(UUID webhook) {
    return attempts.of(webhook, 100);
  }

  Outcome round(UUID webhook) throws InterruptedException {
    return deliver.run(
        new Job(Deliver.KIND, webhook.toString(), 1, 0, Optional.empty()), NOT_CANCELLED);
  }

  static final JobControl NOT_CANCELLED =
      new JobControl() {
        @Override
        public boolean cancelled() {
          return false;
        }

        @Override
        public void onCancel(Runnable action) {}
      };

  final class Remembering implements DeliveryRounds {
    @Override
    public void due(UUID webhook, Instant at) {
      woken.add(webhook);
    }

    @Override
    public void stop(UUID webhook) {
      woken.remove(webhook);
    }
  }

  /** A dialect that says little. */
  final class PlainShape implements EventShape {
    @Override
    public Optional<String> nameOf(Event event) {
      return switch (event.kind()) {
        case VIDEO_READY -> Optional.of("ready");
        case VIDEO_UPDATED -> Optional.of("updated");
        case VIDEO_DELETED -> Optional.of("deleted");
        default -> Optional.empty();
      };
    }

    @Override
    public Message message(Webhook webhook, Event event, String name, Instant at) {
      return new Message(name + " é " + event.video().id(), Map.of("X-Dialect", "test"));
    }

    @Override
    public List<Duration> retries() {
      return retries;
    }
  }
}
