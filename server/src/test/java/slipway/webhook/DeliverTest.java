package slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.video.Video;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.PutUpForDelivery;
import slipway.core.webhook.Retries;
import slipway.core.webhook.WakeRounds;
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
import slipway.testing.OnEveryDatabase;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class DeliverTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private final SettableClock clock = new SettableClock();
  private final CountingIds ids = new CountingIds();
  private final Receiver receiver = new Receiver();
  private final Set<UUID> woken = new HashSet<>();
  private final Outgoing outgoing =
      new Outgoing(
          new OutgoingSettings(true, List.of(), Duration.ofSeconds(5), Duration.ofSeconds(5)),
          Resolver.system());
  private List<Duration> retries = Retries.FOR_DAYS;
  private final Database database;
  private final Transactions transactions;
  private final SqlWebhooks webhooks;
  private final SqlDeliveries deliveries;
  private final SqlAttempts attempts;
  private final SqlEvents events;
  private final RecordEvent record;
  private final Deliver deliver;

  DeliverTest(TestDatabase databases) {
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

  @Test
  @DisplayName("REL-70, REL-73 what happened is told once, under the event's id, signed")
  void tells() throws Exception {
    UUID webhook = webhook(SECRET);
    Event event = happens(Event.Kind.VIDEO_READY);

    assertThat(woken).containsExactly(webhook);
    assertThat(round(webhook)).isInstanceOf(Outcome.Done.class);

    Receiver.Told told = receiver.next();
    assertThat(told.body()).isEqualTo("ready é " + event.video().id());
    assertThat(told.headers()).containsEntry("webhook-id", event.id().toString());
    assertThat(told.headers())
        .containsEntry("webhook-timestamp", Long.toString(SettableClock.START.getEpochSecond()));
    assertThat(told.headers())
        .containsAllEntriesOf(
            StandardHeaders.of(
                events.byId(event.id()).orElseThrow(),
                SettableClock.START,
                told.body(),
                List.of(SECRET)));
    assertThat(told.headers()).containsEntry("x-dialect", "test");
    assertThat(deliveries.count()).isZero();
    assertThat(log(webhook))
        .singleElement()
        .satisfies(attempt -> {
          assertThat(attempt.success()).isTrue();
          assertThat(attempt.event()).isEqualTo(event.id());
          assertThat(attempt.request().toString()).doesNotContain(SECRET);
        });
    assertThat(webhooks.byId(webhook).orElseThrow().lastTriggeredAt())
        .isEqualTo(SettableClock.START);
  }

  @Test
  @DisplayName("REL-73 a round that was given up is woken as long as there is something to tell")
  void wokenAgain() throws Exception {
    WakeRounds wake = new WakeRounds(deliveries, new Remembering(), transactions, clock);
    UUID webhook = webhook(null);
    receiver.answers(500);
    happens(Event.Kind.VIDEO_READY);
    deliver.gaveUp(
        new Job(Deliver.KIND, webhook.toString(), 1, 0, Optional.empty()), "It died 50 times.");
    woken.clear();

    clock.advance(Duration.ofSeconds(1));
    wake.wake();
    assertThat(woken).containsExactly(webhook);

    woken.clear();
    round(webhook);
    wake.wake();
    assertThat(woken).as("the next try has a time of its own").isEmpty();
    receiver.answers(200);
    clock.advance(Duration.ofDays(1));
    wake.wake();
    assertThat(woken).containsExactly(webhook);
    round(webhook);
    woken.clear();
    wake.wake();
    assertThat(woken).as("all is told").isEmpty();
  }

  @Test
  @DisplayName("REL-73 a change that is undone is never told")
  void undone() {
    webhook(null);
    try {
      transactions.change(() -> {
        record.ofVideo(Event.Kind.VIDEO_READY, Samples.video(1, 1), clock.instant());
        throw new IllegalStateException("undone");
      });
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessage("undone");
    }
    assertThat(deliveries.count()).isZero();
  }

  @Test
  @DisplayName("LP-177 only the account's own webhooks are told, whatever stream they name")
  void othersWebhooks_areNotTold() throws Exception {
    transactions.change(() -> new SqlAccounts(database).add(Samples.account(2)));
    UUID own = webhook(null);
    UUID strangers = CountingIds.uuid(7007);
    transactions.change(() -> {
      Webhook one = webhooks.byId(own).orElseThrow();
      webhooks.update(
          one.changed(one.name(), one.url(), one.events(), null, /* newStreamId= */ "some stream"));
      webhooks.add(
          new Webhook(
              strangers,
              2,
              one.madeBy(),
              "strangers",
              one.url(),
              one.events(),
              null,
              null,
              null,
              null,
              one.createdAt(),
              null,
              null,
              null));
    });
    happens(Event.Kind.VIDEO_READY);
    assertThat(woken).containsExactly(own);
    assertThat(deliveries.count()).isEqualTo(1);
  }

  @Test
  void whatIsNotWanted_orHasNoName_isNotPutUp() {
    webhook(null);
    happens(Event.Kind.VIDEO_CREATED);
    happens(Event.Kind.VIDEO_UPDATED);
    assertThat(deliveries.count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 400, 401, 404, 429, 500, 502, 504})
  @DisplayName(
      "LP-175, LP-178, REL-72 everything but a 2xx is tried again, redirects are not followed")
  void otherAnswers(int status) throws Exception {
    UUID webhook = webhook(null);
    receiver.answers(_ ->
        new Receiver.Reply(status, Map.of("Location", receiver.url() + "/elsewhere"), "no thanks"));
    happens(Event.Kind.VIDEO_READY);

    assertThat(round(webhook))
        .isEqualTo(new Outcome.RetryAfter(Duration.ofSeconds(5), "more is to be told later"));
    receiver.next();
    assertThat(receiver.waiting()).isZero();
    assertThat(webhooks.byId(webhook).orElseThrow().lastFailure())
        .extracting(Webhook.LastFailure::status, Webhook.LastFailure::response)
        .containsExactly(status, "bm8gdGhhbmtz");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202})
  @DisplayName("REL-72 a 2xx is success")
  void success(int status) throws Exception {
    UUID webhook = webhook(null);
    receiver.answers(status);
    happens(Event.Kind.VIDEO_READY);
    assertThat(round(webhook)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  @DisplayName("REL-72 410 switches off and says so")
  void gone() throws Exception {
    UUID webhook = webhook(null);
    receiver.answers(410);
    happens(Event.Kind.VIDEO_READY);
    happens(Event.Kind.VIDEO_READY);
    assertThat(round(webhook)).isInstanceOf(Outcome.Done.class);
    assertThat(webhooks.byId(webhook).orElseThrow().switchedOffAt()).isEqualTo(SettableClock.START);
    happens(Event.Kind.VIDEO_READY);
    assertThat(deliveries.count()).isZero();
  }

  @Test
  @DisplayName("REL-72 an address that nobody answers is tried again")
  void unreachable() throws Exception {
    UUID webhook = webhook(null);
    receiver.close();
    happens(Event.Kind.VIDEO_READY);
    assertThat(round(webhook)).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(log(webhook))
        .singleElement()
        .satisfies(attempt -> {
          assertThat(attempt.success()).isFalse();
          assertThat(attempt.response()).isNull();
          assertThat(attempt.error()).isNotBlank();
        });
  }

  @Test
  @DisplayName("REL-71 down for three days, then up: told, under the same id, with a fresh time")
  void downForDays() throws Exception {
    UUID webhook = webhook(SECRET);
    receiver.answers(503);
    Event event = happens(Event.Kind.VIDEO_READY);
    Set<String> times = new HashSet<>();
    Duration waited = Duration.ZERO;
    for (Duration wait : Retries.FOR_DAYS) {
      assertThat(round(webhook))
          .isEqualTo(new Outcome.RetryAfter(wait, "more is to be told later"));
      Receiver.Told told = receiver.next();
      assertThat(told.headers()).containsEntry("webhook-id", event.id().toString());
      times.add(told.headers().getOrDefault("webhook-timestamp", "none"));
      clock.advance(wait);
      waited = waited.plus(wait);
    }
    assertThat(waited).isGreaterThan(Duration.ofDays(3));
    assertThat(times).hasSize(Retries.FOR_DAYS.size());
    receiver.answers(200);
    assertThat(round(webhook)).isInstanceOf(Outcome.Done.class);
    assertThat(receiver.next().headers()).containsEntry("webhook-id", event.id().toString());
  }

  @Test
  @DisplayName(
      "REL-71 after the last attempt the telling is given up, and the log says how it went")
  void givenUp() throws Exception {
    UUID webhook = webhook(null);
    receiver.answers(500);
    happens(Event.Kind.VIDEO_READY);
    for (Duration wait : Retries.FOR_DAYS) {
      round(webhook);
      clock.advance(wait);
    }
    assertThat(round(webhook)).isInstanceOf(Outcome.Done.class);
    assertThat(log(webhook)).hasSize(Retries.FOR_DAYS.size() + 1);
  }

  @Test
  @DisplayName("REL-71 Retry-After lengthens a wait and never shortens one")
  void retryAfter() throws Exception {
    UUID webhook = webhook(null);
    receiver.answers(_ -> new Receiver.Reply(429, Map.of("Retry-After", "120"), ""));
    happens(Event.Kind.VIDEO_READY);
    assertThat(round(webhook))
        .isEqualTo(new Outcome.RetryAfter(Duration.ofMinutes(2), "more is to be told later"));
    clock.advance(Duration.ofMinutes(2));
    receiver.answers(_ -> new Receiver.Reply(429, Map.of("Retry-After", "1"), ""));
    assertThat(round(webhook))
        .isEqualTo(new Outcome.RetryAfter(Duration.ofMinutes(5), "more is to be told later"));
  }

  @Test
  @DisplayName("REL-75 while a secret is rotated both sign, afterwards only the new one")
  void rotation() throws Exception {
    UUID webhook = webhook("old secret");
    Instant until = clock.instant().plus(1, ChronoUnit.HOURS);
    transactions.change(
        () -> webhooks.update(webhooks.byId(webhook).orElseThrow().rotated("new secret", until)));
    happens(Event.Kind.VIDEO_READY);
    round(webhook);
    assertThat(receiver.next().headers().get("webhook-signature")).contains(" v1,");
    clock.advance(Duration.ofHours(2));
    happens(Event.Kind.VIDEO_READY);
    round(webhook);
    assertThat(receiver.next().headers().get("webhook-signature")).doesNotContain(" ");
  }

  @Test
  @DisplayName("REL-76 what was told can be told again: same event, new log, new time")
  void resend() throws Exception {
    UUID webhook = webhook(SECRET);
    Event event = happens(Event.Kind.VIDEO_READY);
    round(webhook);
    receiver.next();
    clock.advance(Duration.ofMinutes(1));

    Optional<Attempt> again =
        deliver.resend(webhooks.byId(webhook).orElseThrow(), log(webhook).getFirst());

    assertThat(again).get().extracting(Attempt::event).isEqualTo(event.id());
    assertThat(receiver.next().headers()).containsEntry("webhook-id", event.id().toString());
    assertThat(log(webhook)).hasSize(2);
  }

  @Test
  @DisplayName("REL-77 a number tells which of two states is the newer one, also when told late")
  void order() throws Exception {
    UUID webhook = webhook(null);
    receiver.answers(500);
    happens(Event.Kind.VIDEO_READY);
    happens(Event.Kind.VIDEO_DELETED);
    round(webhook);
    receiver.answers(200);
    clock.advance(Duration.ofDays(3));
    round(webhook);

    Set<Long> ofReady = new HashSet<>();
    Set<Long> ofDeleted = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      Receiver.Told told = receiver.next();
      (told.body().startsWith("ready") ? ofReady : ofDeleted)
          .add(Long.parseLong(told.headers().getOrDefault("slipway-sequence", "0")));
    }
    assertThat(ofReady).as("the same in each attempt").hasSize(1);
    assertThat(ofDeleted).hasSize(1);
    assertThat(ofReady.iterator().next()).isPositive().isLessThan(ofDeleted.iterator().next());
  }

  @Test
  @DisplayName("REL-76 old log entries are forgotten")
  void forgets() throws Exception {
    UUID webhook = webhook(null);
    happens(Event.Kind.VIDEO_READY);
    round(webhook);
    assertThat(attempts.forgetBefore(clock.instant(), 10)).isZero();
    assertThat(attempts.forgetBefore(clock.instant().plusSeconds(1), 10)).isEqualTo(1);
    assertThat(log(webhook)).isEmpty();
  }

  @Test
  @DisplayName("REL-74 a webhook that was taken away is not told what waited for it")
  void takenAway() throws Exception {
    UUID webhook = webhook(null);
    happens(Event.Kind.VIDEO_READY);
    transactions.change(() -> webhooks.remove(webhook));
    assertThat(round(webhook)).isInstanceOf(Outcome.Done.class);
    await().until(() -> receiver.waiting() == 0);
    assertThat(deliveries.count()).isZero();
  }

  private UUID webhook(@Nullable String secret) {
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

  @Test
  @DisplayName(
      "GC-184, GC-185 where nothing is told twice, a video's news come one after the other")
  void inOrder() throws Exception {
    retries = Retries.NONE;
    UUID webhook = webhook(null);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch company = new CountDownLatch(2);
    receiver.answers(_ -> {
      most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      company.countDown();
      try {
        // Time for another message to come in meanwhile, if one did.
        boolean _ = company.await(300, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      atOnce.decrementAndGet();
      return Receiver.Reply.of(500);
    });
    List<String> happened = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      happened.add(happens(Event.Kind.VIDEO_READY).id().toString());
    }

    assertThat(round(webhook)).isInstanceOf(Outcome.Done.class);

    for (String event : happened) {
      assertThat(receiver.next().headers()).containsEntry("webhook-id", event);
    }
    assertThat(most).hasValue(1);
    assertThat(deliveries.count()).as("no second try").isZero();
  }

  private Event happens(Event.Kind kind) {
    Video video = Samples.video(1, 1);
    transactions.change(() -> record.ofVideo(kind, video, clock.instant()));
    return newest(video).orElseThrow();
  }

  private Optional<Event> newest(Video video) {
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

  private List<Attempt> log(UUID webhook) {
    return attempts.of(webhook, 100);
  }

  private Outcome round(UUID webhook) throws InterruptedException {
    return deliver.run(
        new Job(Deliver.KIND, webhook.toString(), 1, 0, Optional.empty()), NOT_CANCELLED);
  }

  private static final JobControl NOT_CANCELLED =
      new JobControl() {
        @Override
        public boolean cancelled() {
          return false;
        }

        @Override
        public void onCancel(Runnable action) {}
      };

  private final class Remembering implements DeliveryRounds {
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
  private final class PlainShape implements EventShape {
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
