package slipway.api.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.cloudflare.CloudflareHouse.Answer;
import slipway.core.event.Event;
import slipway.core.video.Failure;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.Retries;
import slipway.core.webhook.Webhook;
import slipway.json.Json;
import slipway.testing.CountingIds;
import slipway.testing.Samples;

/** The account's webhook and what it is told (section 9 of the contract). */
class CloudflareWebhookTest {
  private final CloudflareHouse house = new CloudflareHouse();
  private final CloudflareEvents events =
      new CloudflareEvents(() -> CloudflareHouse.ORIGIN, house.desk.keepMarks);

  private Answer put(String url) {
    return house.with("PUT", "/webhook", "{\"notificationUrl\":\"" + url + "\"}");
  }

  @Test
  @DisplayName("CF-94, CF-95, CF-96 put, read again with its secret, and gone after DELETE")
  void keeps() {
    assertThat(house.get("/webhook").status()).isEqualTo(404);
    Answer made = put("https://a.example/hook");

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.result().string("notificationUrl")).contains("https://a.example/hook");
    assertThat(made.result().string("secret").orElseThrow()).matches("[0-9a-f]{32}");
    assertThat(made.result().string("modified").orElseThrow()).endsWith("Z");
    assertThat(house.get("/webhook").body()).isEqualTo(made.body());

    Answer deleted = house.delete("/webhook");
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.json().string("result")).contains("");
    assertThat(house.get("/webhook").status()).isEqualTo(404);
    assertThat(house.delete("/webhook").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("CF-94, CF-95 there is one; another URL gets another secret, the same keeps it")
  void rotates() {
    String first = put("https://a.example/hook").result().string("secret").orElseThrow();
    assertThat(put("https://a.example/hook").result().string("secret")).contains(first);
    house.clock.advance(Duration.ofSeconds(1));

    Answer other =
        house.with("PUT", "/webhook", "{\"notification_url\":\"http://b.example/hook\"}");

    assertThat(other.result().string("secret").orElseThrow()).isNotEqualTo(first);
    assertThat(CloudflareTimes.parse(other.result().string("modified").orElseThrow()))
        .contains(house.clock.instant());
    assertThat(house.get("/webhook").body()).isEqualTo(other.body());
    assertThat(house.webhooks.of(house.account.number())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"notificationUrl\":1}",
        "{\"notificationUrl\":\"a.example/hook\"}",
        "{\"notificationUrl\":\"ftp://a.example/hook\"}",
        "{\"notificationUrl\":\"http://127.0.0.1/hook\"}",
        "{\"notificationUrl\":\"https://localhost/hook\"}"
      })
  @DisplayName("CF-94, CF-100 other schemes, none, and addresses at home are refused")
  void badUrls(String body) {
    Answer answer = house.with("PUT", "/webhook", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("10005 Bad Request");
    assertThat(house.get("/webhook").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("CF-97 told of a good end and a bad one, and of nothing else")
  void whatIsTold() {
    UUID ready = house.direct("{\"maxDurationSeconds\":60}");
    house.makeReady(ready, Samples.FACTS);
    UUID failed = house.direct("{\"maxDurationSeconds\":60}");
    house.upload(failed, 10);
    house.move.failed(failed, new Failure(Failure.Kind.NOT_MEDIA, "why"));
    UUID never = house.direct("{\"maxDurationSeconds\":60}");
    house.take.refuse(
        house.ports.uploads().ofVideo(never).orElseThrow(),
        new Failure(Failure.Kind.NEVER_CAME, "late"));
    UUID givenUp = house.direct("{\"maxDurationSeconds\":60}");
    house.take.refuse(
        house.ports.uploads().ofVideo(givenUp).orElseThrow(),
        new Failure(Failure.Kind.INCOMPLETE, "The upload was given up."));

    var told = house.events.all().stream().flatMap(event -> events.nameOf(event).stream()).toList();

    assertThat(told).containsExactly("ready", "error");
  }

  @Test
  @DisplayName("CF-97, CF-98 the bare video, signed over the time and the very bytes")
  void message() {
    Event event = last(Event.Kind.VIDEO_READY);
    Instant at = Instant.ofEpochSecond(1_230_811_200);
    EventShape.Message message = events.message(webhook(), event, "ready", at);

    assertThat(Json.tree(message.body())).isEqualTo(house.get(event.video()).result());
    assertThat(message.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry(
            "Webhook-Signature", CloudflareEvents.signature("s3cret", at, message.body()));
    // Renewed for each attempt (CF-99).
    assertThat(events.message(webhook(), event, "ready", at.plusSeconds(5)).headers())
        .doesNotContainEntry(
            "Webhook-Signature", CloudflareEvents.signature("s3cret", at, message.body()));
    assertThat(events.retries()).isEqualTo(Retries.FOR_DAYS);
  }

  @Test
  @DisplayName("CF-98 the vector of the contract")
  void vector() {
    assertThat(
            CloudflareEvents.signature(
                "85011ed3a913c6ad5f9cf6c5573cc0a7",
                Instant.ofEpochSecond(1_230_811_200),
                "{\"uid\":\"6b9e68b07dfee8cc2d116e4c51d6a957\"}"))
        .isEqualTo(
            "time=1230811200,sig1="
                + "72e4dfb009c00db19a146b6c0b4d47b3490afc8692f348c2659d1b285ce564ea");
  }

  private Event last(Event.Kind kind) {
    UUID id = house.direct("{\"maxDurationSeconds\":60}");
    house.makeReady(id, Samples.FACTS);
    return house.events.all().stream()
        .filter(event -> event.kind() == kind)
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  private Webhook webhook() {
    return new Webhook(
        CountingIds.uuid(77),
        house.account.number(),
        CloudflareRoutes.DOOR,
        "webhook",
        "https://a.example/hook",
        CloudflareWebhook.EVENTS,
        "s3cret",
        null,
        null,
        null,
        house.clock.instant(),
        null,
        null,
        null);
  }
}
