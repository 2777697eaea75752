package slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.event.Event;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.Retries;
import slipway.core.webhook.WakeRounds;
import slipway.core.webhook.Webhook;
import slipway.jobs.Job;
import slipway.jobs.Outcome;
import slipway.records.SqlAccounts;
import slipway.testing.CountingIds;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

/** Who is told what, and in which order. */
@OnEveryDatabase
final class DeliverTest extends DeliverCase {
  DeliverTest(TestDatabase databases) {
    super(databases);
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
}
