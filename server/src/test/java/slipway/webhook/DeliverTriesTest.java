package slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.event.Event;
import slipway.core.webhook.Retries;
import slipway.core.webhook.Webhook;
import slipway.jobs.Outcome;
import slipway.testing.OnEveryDatabase;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

/** What a receiver may answer, and when it is told again. */
@OnEveryDatabase
final class DeliverTriesTest extends DeliverCase {
  DeliverTriesTest(TestDatabase databases) {
    super(databases);
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
}
