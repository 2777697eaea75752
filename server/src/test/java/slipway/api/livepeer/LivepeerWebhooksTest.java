package slipway.api.livepeer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.Webhook;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.SettableClock;

/** The webhooks of an account: made, read, changed, deleted. */
final class LivepeerWebhooksTest extends LivepeerWebhooksCase {
  @Test
  @DisplayName("LP-179, LP-180, LP-181 made with 200; the secret is never told again")
  void make() {
    LivepeerHouse.Answer answer = house.post("/api/webhook", GOOD);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().string("kind")).contains("webhook");
    assertThat(answer.json().string("url")).contains("https://example.com/hook");
    assertThat(answer.body()).doesNotContain("my-secret");
    String id = answer.json().string("id").orElseThrow();
    assertThat(house.get("/api/webhook/" + id).body()).doesNotContain("my-secret");
    assertThat(house.get("/api/webhook").list()).hasSize(1);
    assertThat(house.get("/api/webhook/subscribed/asset.ready").list()).hasSize(1);
    assertThat(house.get("/api/webhook/subscribed/asset.failed").list()).isEmpty();
    assertThat(house.webhooks.byId(UUID.fromString(id)).orElseThrow().secret())
        .isEqualTo("my-secret");
  }

  @ParameterizedTest
  @DisplayName("LP-179 what is refused")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"url\":\"https://a.example\",\"events\":[]} | 422",
        "{\"name\":\"a\",\"events\":[]} | 422",
        "{\"name\":\"a\",\"url\":\"ftp://a.example\",\"events\":[]} | 422",
        "{\"name\":\"a\",\"url\":\"https://a.example\",\"events\":[\"asset.exploded\"]} | 422",
        "{\"name\":\"a\",\"url\":\"https://a.example\",\"events\":[],\"x\":1} | 422",
        "{\"name\":\"a\",\"url\":\"https://a.example\"} | 422"
      })
  void refused(String body, int status) {
    assertThat(house.post("/api/webhook", body).status()).isEqualTo(status);
  }

  @Test
  @DisplayName("LP-179 no subscription at all is told so; an empty list and the old name are fine")
  void subscriptions() {
    assertThat(house.post("/api/webhook", "{\"name\":\"a\",\"url\":\"https://a.example\"}").error())
        .isEqualTo("must provide \"events\" field with subscriptions");
    assertThat(
            house
                .post(
                    "/api/webhook",
                    "{\"name\":\"a\",\"url\":\"https://a.example\",\"event\":\"asset.ready\"}")
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://", "https://?q", "http://:80/"})
  @DisplayName("LP-179 an address without a host is told to be bad, also when one is changed")
  void badUrl(String url) {
    String body = "{\"name\":\"a\",\"url\":\"" + url + "\",\"events\":[]}";
    for (LivepeerHouse.Answer answer :
        List.of(
            house.post("/api/webhook", body),
            house.patch("/api/webhook/" + made(), "{\"url\":\"" + url + "\"}"))) {
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.error()).isEqualTo("bad url: " + url);
    }
  }

  @Test
  @DisplayName("LP-176, REL-60 what will never be called is refused at once")
  void privateTarget() {
    assertThat(
            house
                .post(
                    "/api/webhook", "{\"name\":\"a\",\"url\":\"http://127.0.0.1/\",\"events\":[]}")
                .status())
        .isEqualTo(422);
  }

  @Test
  @DisplayName("LP-182 PUT goes by the path, answers everything and keeps a secret left out")
  void replace() {
    String id = made();
    LivepeerHouse.Answer answer =
        house.put(
            "/api/webhook/" + id,
            "{\"name\":\"new\",\"url\":\"https://b.example\",\"events\":[\"task.failed\"]}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().string("name")).contains("new");
    assertThat(answer.json().string("url")).contains("https://b.example");
    assertThat(Json.writeText(answer.json().member("events").orElseThrow()))
        .isEqualTo("[\"task.failed\"]");
    assertThat(house.get("/api/webhook/" + id).json()).isEqualTo(answer.json());
    assertThat(house.webhooks.byId(UUID.fromString(id)).orElseThrow().secret())
        .isEqualTo("my-secret");
  }

  @Test
  @DisplayName("LP-183 PATCH is 204; unknown keys, ids and streams are told")
  void change() {
    String one = "/api/webhook/" + made();
    assertThat(house.patch(one, "{\"name\":\"x\"}").status()).isEqualTo(204);
    assertThat(house.get(one).json().string("name")).contains("x");
    assertThat(house.patch(one, "{\"kind\":\"x\"}").status()).isEqualTo(422);
    assertThat(house.patch("/api/webhook/none", "{}").error()).isEqualTo("webhook not found");
    assertThat(house.patch(one, "{\"streamId\":\"s\"}").error()).isEqualTo("stream not found");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("REL-75 after a new sharedSecret the one before signs for a day, too")
  void rotation(boolean byPatch) {
    String one = made();
    String path = "/api/webhook/" + one;
    String body =
        "{\"name\":\"n\",\"url\":\"https://b.example\",\"events\":[],\"sharedSecret\":\"new\"}";
    assertThat((byPatch ? house.patch(path, body) : house.put(path, body)).status())
        .isEqualTo(byPatch ? 204 : 200);

    Webhook changed = house.webhooks.byId(UUID.fromString(one)).orElseThrow();
    assertThat(changed.url()).isEqualTo("https://b.example");
    Instant until = house.clock.instant().plus(Duration.ofDays(1));
    assertThat(changed.secretsAt(until.minusMillis(1))).containsExactly("new", "my-secret");
    assertThat(changed.secretsAt(until)).containsExactly("new");

    house.clock.advance(Duration.ofHours(1));
    house.patch(path, "{\"name\":\"x\"}");
    house.patch(path, "{\"sharedSecret\":\"new\"}");
    assertThat(house.webhooks.byId(UUID.fromString(one)).orElseThrow().secretsAt(until))
        .as("the same one is no other")
        .containsExactly("new");
    house.patch(path, "{\"sharedSecret\":\"\"}");
    assertThat(house.webhooks.byId(UUID.fromString(one)).orElseThrow().secretsAt(until)).isEmpty();
  }

  @Test
  @DisplayName("LP-184 DELETE answers the webhook; many at once 204, 422 without ids, 404")
  void delete() {
    String id = made();
    assertThat(house.delete("/api/webhook/" + id).json().string("id")).contains(id);
    assertThat(house.get("/api/webhook/" + id).error()).isEqualTo("not found");
    String second = made();
    assertThat(
            house
                .deleteWith("/api/webhook", "{\"ids\":[\"" + second + "\",\"" + id + "\"]}")
                .status())
        .isEqualTo(404);
    assertThat(house.get("/api/webhook/" + second).status()).as("all or none").isEqualTo(200);
    assertThat(house.deleteWith("/api/webhook", "{\"ids\":[]}").error()).isEqualTo("missing ids");
    assertThat(house.deleteWith("/api/webhook", "{\"ids\":[\"none\"]}").status()).isEqualTo(404);
    assertThat(house.deleteWith("/api/webhook", "{\"ids\":[\"" + second + "\"]}").status())
        .isEqualTo(204);
    assertThat(house.get("/api/webhook").list()).isEmpty();
  }

  @Test
  @DisplayName("LP-24, REL-88 another account's webhook does not exist")
  void foreign() {
    String one = "/api/webhook/" + made();
    assertThat(house.getAs(house.strangersKey, one).error()).isEqualTo("not found");
    assertThat(house.getAs(house.strangersKey, "/api/webhook").list()).isEmpty();
    assertThat(house.getAs(house.strangersKey, one + "/log").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("LP-181 the list is filtered and ordered, by id when nothing is said")
  void lists() {
    String first = made();
    house.post(
        "/api/webhook", "{\"name\":\"another\",\"url\":\"https://b.example/\",\"events\":[]}");

    assertThat(names("?order=name-false")).containsExactly("another", "hook");
    assertThat(names("?order=name-true&limit=1")).containsExactly("hook");
    for (String filter :
        List.of(
            "{\"id\":\"name\",\"value\":\"HOO\"}",
            "{\"id\":\"id\",\"value\":\"" + first + "\"}",
            "{\"id\":\"url\",\"value\":\"https://example.com/hook\"}")) {
      assertThat(names("?filters=" + URLEncoder.encode("[" + filter + "]", UTF_8)))
          .as(filter)
          .containsExactly("hook");
    }
    assertThat(house.get("/api/webhook").list())
        .extracting(one -> ((JsonObject) one).string("id").orElseThrow())
        .isSorted();
  }

  @Test
  @DisplayName("LP-179 an empty secret is none: nothing is signed with it")
  void emptySecret() {
    LivepeerHouse.Answer answer =
        house.post(
            "/api/webhook",
            "{\"name\":\"a\",\"url\":\"https://a.example\",\"events\":[],"
                + "\"sharedSecret\":\"\"}");
    UUID id = UUID.fromString(answer.json().string("id").orElseThrow());
    assertThat(house.webhooks.byId(id).orElseThrow().secretsAt(SettableClock.START)).isEmpty();
  }

  @Test
  @DisplayName("LP-185, REL-76 the log: newest first, by id, resent; its errors")
  void log() {
    String id = made();
    String other = made();
    Attempt first = attempt(1, id, false);
    house.clock.advance(Duration.ofSeconds(1));
    Attempt second = attempt(2, id, true);
    String logs = "/api/webhook/" + id + "/log";

    assertThat(house.get(logs).list())
        .extracting(log -> ((JsonObject) log).string("id").orElseThrow())
        .containsExactly(second.id().toString(), first.id().toString());
    assertThat(
            house
                .get(
                    logs
                        + "?filters=%5B%7B%22id%22%3A%22success%22%2C%22value%22%3A%22true%22%7D%5D")
                .list())
        .hasSize(1);
    JsonObject log = house.get(logs + "/" + first.id()).json();
    assertThat(log.object("request").orElseThrow().string("method")).contains("POST");
    assertThat(log.number("duration").orElseThrow().doubleValue()).as("seconds").isEqualTo(1.5);
    assertThat(log.members())
        .containsKeys("webhookId", "event", "createdAt", "success", "request", "response");
    assertThat(house.post(logs + "/" + first.id() + "/resend", "{}").status()).isEqualTo(200);
    assertThat(house.get(logs).list()).hasSize(3);
    assertThat(house.get(logs + "/none").error()).isEqualTo("webhook log not found");
    assertThat(house.get("/api/webhook/none/log").error()).isEqualTo("webhook not found");
    assertThat(house.get("/api/webhook/" + other + "/log/" + first.id()).error())
        .isEqualTo("mismatch between webhook and webhook log");
  }
}
