package slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.video.Video;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.PutUpForDelivery;
import slipway.core.webhook.Retries;
import slipway.core.webhook.Webhook;
import slipway.jobs.JobListener;
import slipway.jobs.JobQueue;
import slipway.jobs.JobSettings;
import slipway.jobs.Lane;
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
import slipway.testing.OnEveryDatabase;
import slipway.testing.Samples;
import slipway.testing.TestDatabase;

/** Webhooks that never answer, beside one that does, with the queue as the server runs it. */
@OnEveryDatabase
class SlowWebhooksTest {
  private static final int DEAD = 100;
  private static final int WAITING = 200;
  private static final int AT_ONCE = 4;
  private static final Duration LONGER_THAN_THE_TEST = Duration.ofMinutes(5);

  private final InstantSource clock = InstantSource.system();
  private final CountingIds ids = new CountingIds();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Receiver dead = new Receiver();
  private final Receiver alive = new Receiver();
  private final Outgoing outgoing =
      new Outgoing(
          new OutgoingSettings(true, List.of(), LONGER_THAN_THE_TEST, LONGER_THAN_THE_TEST),
          Resolver.system());
  private final Transactions transactions;
  private final SqlWebhooks webhooks;
  private final RecordEvent record;
  private final JobQueue queue;

  SlowWebhooksTest(TestDatabase databases) {
    Database database = databases.fresh();
    transactions = new SqlTransactions(database);
    webhooks = new SqlWebhooks(database);
    SqlDeliveries deliveries = new SqlDeliveries(database);
    SqlEvents events = new SqlEvents(database);
    queue = new JobQueue(database, JobSettings.defaults(), clock, "node", JobListener.NONE);
    Map<String, EventShape> shapes = Map.of("test", new OneWord());
    record =
        new RecordEvent(
            events,
            ids,
            new PutUpForDelivery(webhooks, deliveries, new Queued(queue), shapes, ids));
    queue.register(
        Deliver.KIND,
        Lane.NEWS,
        new Deliver(
            webhooks,
            deliveries,
            new SqlAttempts(database),
            events,
            shapes,
            transactions,
            new Messenger(outgoing, clock, LONGER_THAN_THE_TEST, Deliver.KEPT_OF_ANSWER),
            new RetrySchedule(() -> 0),
            ids,
            clock));
    transactions.change(() -> {
      new SqlAccounts(database).add(Samples.account(1));
      new SqlVideos(database).add(Samples.video(1, 1));
    });
  }

  @BeforeEach
  void start() {
    dead.answers(_ -> {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Receiver.Reply.of(200);
    });
    queue.start();
  }

  @AfterEach
  void close() {
    over.countDown();
    queue.close();
    dead.close();
    alive.close();
    outgoing.close();
  }

  @Test
  @DisplayName(
      "REL-74 a hundred dead endpoints, one with hundreds of events, delay no other; four messages"
          + " at once go to one endpoint")
  void deadOnesDelayNobody() throws Exception {
    webhook(dead);
    transactions.change(() -> {
      for (int i = 0; i < WAITING; i++) {
        happens();
      }
    });
    await().until(() -> dead.waiting() == AT_ONCE);
    for (int i = 1; i < DEAD; i++) {
      webhook(dead);
    }
    transactions.change(this::happens);
    await().until(() -> dead.waiting() == AT_ONCE + DEAD - 1);

    webhook(alive);
    transactions.change(this::happens);

    assertThat(alive.next().body()).isEqualTo("happened");
    assertThat(dead.waiting()).as("nobody was told more meanwhile").isEqualTo(AT_ONCE + DEAD - 1);
  }

  private void webhook(Receiver receiver) {
    transactions.change(() ->
        webhooks.add(
            new Webhook(
                ids.uuid(),
                1,
                "test",
                "hook",
                receiver.url(),
                List.of("happened"),
                /* secret= */ null,
                null,
                null,
                null,
                clock.instant(),
                null,
                null,
                null)));
  }

  private void happens() {
    Video video = Samples.video(1, 1);
    record.ofVideo(Event.Kind.VIDEO_READY, video, clock.instant());
  }

  private record Queued(JobQueue queue) implements DeliveryRounds {
    @Override
    public void due(UUID webhook, Instant at) {
      queue.enqueue(Deliver.KIND, webhook.toString(), at, /* priority= */ 0);
    }

    @Override
    public void stop(UUID webhook) {
      throw new UnsupportedOperationException("no webhook is switched off here");
    }
  }

  /** A dialect with one word. */
  private static final class OneWord implements EventShape {
    @Override
    public Optional<String> nameOf(Event event) {
      return Optional.of("happened");
    }

    @Override
    public Message message(Webhook webhook, Event event, String name, Instant at) {
      return new Message(name, Map.of());
    }

    @Override
    public List<Duration> retries() {
      return Retries.FOR_DAYS;
    }
  }
}
