package slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.Delivery;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.ResendLog;
import slipway.core.webhook.Retries;
import slipway.core.webhook.TryWebhook;
import slipway.core.webhook.Webhook;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;
import slipway.records.SqlAccounts;
import slipway.records.SqlAttempts;
import slipway.records.SqlDeliveries;
import slipway.records.SqlEvents;
import slipway.records.SqlTransactions;
import slipway.records.SqlWebhooks;
import slipway.sql.Database;
import slipway.testing.CountingIds;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

/** What somebody wants told, although nothing happened. */
@OnEveryDatabase
class ByHandTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private final SettableClock clock = new SettableClock();
  private final CountingIds ids = new CountingIds();
  private final Receiver receiver = new Receiver();
  private final Outgoing outgoing =
      new Outgoing(
          new OutgoingSettings(true, List.of(), Duration.ofSeconds(5), Duration.ofSeconds(5)),
          Resolver.system());
  private final Transactions transactions;
  private final SqlWebhooks webhooks;
  private final SqlDeliveries deliveries;
  private final SqlAttempts attempts;
  private final SqlEvents events;
  private final Deliver deliver;
  private final TryWebhook tryWebhook;
  private final ResendLog resendLog;

  ByHandTest(TestDatabase databases) {
    Database database = databases.fresh();
    transactions = new SqlTransactions(database);
    webhooks = new SqlWebhooks(database);
    deliveries = new SqlDeliveries(database);
    attempts = new SqlAttempts(database);
    events = new SqlEvents(database);
    Map<String, EventShape> shapes = Map.of("test", new OnlyReady());
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
    tryWebhook =
        new TryWebhook(
            webhooks, events, deliveries, new NoRounds(), shapes, transactions, ids, clock);
    resendLog =
        new ResendLog(webhooks, attempts, deliveries, new NoRounds(), transactions, ids, clock);
    transactions.change(() -> new SqlAccounts(database).add(Samples.account(1)));
  }

  @AfterEach
  void close() {
    receiver.close();
    outgoing.close();
  }

  @Test
  @DisplayName(
      "Issue 5: a test event goes the way of all news, to one webhook alone, and is signed")
  void testEvent() throws Exception {
    UUID webhook = webhook();
    webhook();

    Delivery sent = tryWebhook.send(webhook);

    assertThat(sent.name()).isEqualTo("ready");
    assertThat(deliveries.count()).isEqualTo(1);
    round(webhook);
    Receiver.Told told = receiver.next();
    assertThat(told.body()).isEqualTo("ready Test event");
    assertThat(told.headers())
        .containsAllEntriesOf(
            StandardHeaders.of(
                events.byId(sent.event()).orElseThrow(),
                clock.instant(),
                told.body(),
                List.of(SECRET)));
    assertThat(attempts.of(webhook, 9))
        .singleElement()
        .extracting(Attempt::event, Attempt::success)
        .containsExactly(sent.event(), true);
    assertThat(receiver.waiting()).isZero();
    assertThat(deliveries.count()).isZero();
  }

  @Test
  @DisplayName("REL-76 a test event that does not arrive is tried again, and can be resent")
  void testEvent_isTriedAgain() throws Exception {
    UUID webhook = webhook();
    receiver.answers(500);
    tryWebhook.send(webhook);
    round(webhook);
    String first = receiver.next().headers().get("webhook-id");

    receiver.answers(200);
    clock.advance(Retries.FOR_DAYS.getFirst());
    round(webhook);
    assertThat(receiver.next().headers()).containsEntry("webhook-id", first);
    Attempt newest = attempts.of(webhook, 1).getFirst();
    assertThat(deliver.resend(webhooks.byId(webhook).orElseThrow(), newest)).isPresent();
    assertThat(receiver.next().headers()).containsEntry("webhook-id", first);
  }

  @Test
  @DisplayName("REL-76 what was told in a span is told again, each event once, under its id")
  void span() throws Exception {
    UUID webhook = webhook();
    told(webhook, 200);
    clock.advance(Duration.ofSeconds(1));
    Instant from = clock.instant();
    String first = told(webhook, 200);
    clock.advance(Duration.ofSeconds(1));
    String second = told(webhook, 500);
    clock.advance(Retries.FOR_DAYS.getFirst());
    receiver.answers(200);
    round(webhook);
    receiver.next();
    clock.advance(Duration.ofSeconds(1));
    Instant to = clock.instant();
    told(webhook, 200);

    assertThat(resendLog.resend(webhook, from, to)).isEqualTo(new ResendLog.PutUp(2, null));
    assertThat(deliveries.count()).isEqualTo(2);
    round(webhook);
    assertThat(
            List.of(
                receiver.next().headers().getOrDefault("webhook-id", ""),
                receiver.next().headers().getOrDefault("webhook-id", "")))
        .containsExactlyInAnyOrder(first, second);
    assertThat(resendLog.resend(webhook, to.plusSeconds(9), to.plusSeconds(10)))
        .isEqualTo(new ResendLog.PutUp(0, null));
  }

  @Test
  @DisplayName(
      "REL-76 of a long log the first thousand entries are gone through, and the rest told")
  void longSpan() {
    UUID webhook = webhook();
    UUID event = tryWebhook.send(webhook).event();
    transactions.change(() -> {
      for (int i = 0; i < 1_001; i++) {
        attempts.add(
            new Attempt(
                ids.uuid(),
                webhook,
                1,
                event,
                "ready",
                SettableClock.START.plusMillis(i),
                Duration.ZERO,
                /* success= */ false,
                new Attempt.Sent("https://hook.example", Map.of(), "{}"),
                /* response= */ null,
                "nobody answers"));
      }
    });
    Instant to = SettableClock.START.plusSeconds(9);
    Instant next = SettableClock.START.plusMillis(1_000);

    assertThat(resendLog.resend(webhook, SettableClock.START, to))
        .isEqualTo(new ResendLog.PutUp(1, next));
    assertThat(resendLog.resend(webhook, next, to)).isEqualTo(new ResendLog.PutUp(1, null));
  }

  /** A test event; the id of what came. */
  private String told(UUID webhook, int answer) throws InterruptedException {
    receiver.answers(answer);
    tryWebhook.send(webhook);
    round(webhook);
    return receiver.next().headers().getOrDefault("webhook-id", "");
  }

  @Test
  @DisplayName("REL-72 nothing is sent by hand to what is switched off, and that is said")
  void switchedOff() {
    UUID webhook = webhook();
    transactions.change(() ->
        webhooks.update(
            webhooks
                .byId(webhook)
                .orElseThrow()
                .told(clock.instant(), /* failure= */ null, /* gone= */ true)));

    assertThatThrownBy(() -> tryWebhook.send(webhook))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(Problem.WrongState.class));
    assertThatThrownBy(
            () -> resendLog.resend(webhook, clock.instant(), clock.instant().plusSeconds(1)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(Problem.WrongState.class));
    assertThatThrownBy(() -> tryWebhook.send(CountingIds.uuid(9_999)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(Problem.NotFound.class));
    assertThat(deliveries.count()).isZero();
  }

  private UUID webhook() {
    UUID id = ids.uuid();
    transactions.change(() ->
        webhooks.add(
            new Webhook(
                id,
                1,
                "test",
                "hook",
                receiver.url(),
                List.of(),
                SECRET,
                null,
                null,
                null,
                clock.instant(),
                null,
                null,
                null)));
    return id;
  }

  private void round(UUID webhook) throws InterruptedException {
    deliver.run(
        new Job(Deliver.KIND, webhook.toString(), 1, 0, Optional.empty()),
        new JobControl() {
          @Override
          public boolean cancelled() {
            return false;
          }

          @Override
          public void onCancel(Runnable action) {}
        });
  }

  private static final class NoRounds implements DeliveryRounds {
    @Override
    public void due(UUID webhook, Instant at) {}

    @Override
    public void stop(UUID webhook) {}
  }

  /** A dialect that tells of little. */
  private static final class OnlyReady implements EventShape {
    @Override
    public Optional<String> nameOf(Event event) {
      return event.kind() == Event.Kind.VIDEO_READY ? Optional.of("ready") : Optional.empty();
    }

    @Override
    public Message message(Webhook webhook, Event event, String name, Instant at) {
      return new Message(name + " " + event.video().name(), Map.of());
    }

    @Override
    public List<Duration> retries() {
      return Retries.FOR_DAYS;
    }
  }
}
