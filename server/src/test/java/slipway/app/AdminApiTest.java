package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;

/** Our own small API, over a socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminApiTest {
  private final RunningHouse house;

  AdminApiTest(@TempDir Path data) throws IOException {
    house = RunningHouse.on(data);
  }

  @BeforeAll
  void isUp() {
    assertThat(house.get("/health/ready").status()).isEqualTo(200);
  }

  @AfterAll
  void stop() {
    house.close();
  }

  @ParameterizedTest
  @DisplayName("Every address below /admin wants the key, also what is not there")
  @CsvSource({
    "GET, /admin/session",
    "GET, /admin/jobs",
    "GET, /admin/webhooks",
    "POST, /admin/webhooks/x/test",
    "POST, /admin/webhooks/x/resend",
    "GET, /admin/accounts",
    "POST, /admin/accounts",
    "POST, /admin/accounts/1/keys",
    "GET, /admin/videos",
    "POST, /admin/videos",
    "POST, /admin/recordings",
    "GET, /admin/videos/x",
    "DELETE, /admin/videos/x",
    "POST, /admin/videos/x/retry",
    "POST, /admin/videos/x/exports/y/retry",
    "PUT, /admin/accounts/1/webhooks/gcore",
    "GET, /admin",
    "GET, /admin/nothing",
    "POST, /admin/migration/videos",
    "POST, /admin/migration/states",
    "GET, /admin/migration/originals",
    "GET, /admin/migration/originals/x/file",
    "GET, /admin/migration/nothing",
    "PUT, /admin/accounts",
    "DELETE, /admin/accounts"
  })
  void everyRoute_wantsTheKey(String method, String path) {
    var bare = house.to(path).method(method, BodyPublishers.ofString("{}"));
    assertThat(house.send(bare).status()).isEqualTo(401);
    for (String wrong :
        List.of(
            "Bearer wrong",
            "Bearer",
            "Bearer ",
            "Basic " + RunningHouse.ADMIN_KEY,
            RunningHouse.ADMIN_KEY,
            "Bearer " + RunningHouse.ADMIN_KEY + "x")) {
      RunningHouse.Answer answer =
          house.send(
              house
                  .to(path)
                  .header("Authorization", wrong)
                  .method(method, BodyPublishers.ofString("{}")));
      assertThat(answer.status()).as(wrong).isEqualTo(401);
      assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "7",
        "{}",
        "{\"name\":null}",
        "{\"name\":7}",
        "{\"name\":[]}",
        "{\"name\":\"\"}",
        "{\"name\":\"  \"}",
        "{\"name\":\"a\\u0000b\"}",
        "{\"name\":\"a\\nb\"}"
      })
  void aBadBody_isTheCallersFault(String body) {
    for (String path : List.of("/admin/accounts", "/admin/accounts/1/keys", "/admin/videos")) {
      RunningHouse.Answer answer = house.admin("POST", path, body);
      assertThat(answer.status()).as(path).isEqualTo(400);
      JsonObject error = answer.json().object("error").orElseThrow();
      assertThat(error.string("code").orElseThrow()).startsWith("bad-");
      assertThat(error.string("message").orElseThrow()).isNotBlank().doesNotContain("slipway");
    }
  }

  @Test
  @DisplayName("GC-180: the operator says which URL an account's videos are told to")
  void webhookOfAnAccount() {
    String path = "/admin/accounts/1/webhooks/gcore";
    assertThat(house.admin("GET", path, "").status()).isEqualTo(404);
    for (String url : List.of("https://hook.example/a", "https://hook.example/b")) {
      RunningHouse.Answer answer = house.admin("PUT", path, "{\"url\":\"" + url + "\"}");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(house.admin("GET", path, "").json().string("url")).contains(url);
    }
    assertThat(house.admin("GET", path, "").body()).contains("\"signed\":false");
    String there = "{\"url\":\"https://hook.example/b\"";
    house.admin("PUT", path, there + ",\"secret\":\"hush-hush\"}");
    assertThat(house.admin("PUT", path, there + "}").body())
        .as("left out, it stays")
        .contains("\"signed\":true")
        .doesNotContain("hush-hush");
    assertThat(house.admin("GET", "/admin/webhooks", "").body()).doesNotContain("hush-hush");
    assertThat(house.admin("PUT", path, there + ",\"secret\":\"\"}").body())
        .contains("\"signed\":false");
    assertThat(house.admin("PUT", path, "{\"url\":\"ftp://a/\"}").status()).isEqualTo(400);
    assertThat(
            house.admin("PUT", "/admin/accounts/1/webhooks/x", "{\"url\":\"https://a/\"}").status())
        .isEqualTo(404);
    assertThat(
            house
                .admin("PUT", "/admin/accounts/9/webhooks/gcore", "{\"url\":\"https://a/\"}")
                .status())
        .isEqualTo(404);
    assertThat(house.admin("DELETE", path, "").status()).isEqualTo(204);
    assertThat(house.admin("GET", path, "").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("LP-189: the operator makes an asset of a finished recording, once for a session")
  void recordings() {
    String session = "5d5b4fb4-a38a-4ad4-a7d3-9d2cd5a9d8a4";
    String asked =
        "{\"url\":\"https://recordings.invalid/a.mp4\",\"sessionId\":\"%s\",%s}"
            .formatted(session, "\"startedAt\":\"2026-11-27T18:30:59Z\"");

    RunningHouse.Answer made = house.admin("POST", "/admin/recordings", asked);
    RunningHouse.Answer again = house.admin("POST", "/admin/recordings", asked);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().string("id")).contains(session);
    assertThat(made.json().string("name")).contains("live-2026-11-27T18:30Z");
    assertThat(made.json().string("phase")).contains("Fetching");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().string("id")).contains(session);
    for (String bad :
        List.of(
            asked.replace(session, "x"),
            asked.replace(",\"startedAt\":\"2026-11-27T18:30:59Z\"", ""),
            asked.replace("https://recordings.invalid", "http://127.0.0.1"))) {
      assertThat(house.admin("POST", "/admin/recordings", bad).status()).as(bad).isEqualTo(400);
    }
    assertThat(
            house
                .admin("POST", "/admin/recordings", asked.replace("{", "{\"account\":99,"))
                .status())
        .isEqualTo(404);
  }

  @Test
  @DisplayName("the operator sees every webhook with what it has yet to be told, and no secret")
  void webhooks() {
    String key = house.keyOfNew("told");
    String hook =
        "{\"name\":\"dead\",\"url\":\"https://hook.invalid/a\",\"events\":[\"asset.created\"],"
            + "\"sharedSecret\":\"hush-hush\"}";
    assertThat(house.livepeer(key, "/api/webhook", hook).status()).isEqualTo(200);
    house.livepeer(key, "/api/asset/request-upload", "{\"name\":\"a\"}");

    await()
        .untilAsserted(() -> {
          RunningHouse.Answer answer = house.admin("GET", "/admin/webhooks?failing=1", "");
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body())
              .contains("\"door\":\"livepeer\"", "\"failing\":true", "\"waiting\":1")
              .contains("\"lastFailure\":{\"at\":", "hook.invalid")
              .doesNotContain("hush-hush");
        });
    assertThat(house.get("/metrics").body())
        .contains("slipway_webhooks_waiting 1", "slipway_webhooks_waiting_longest_seconds")
        .contains("slipway_jobs_due ", "slipway_jobs_due_longest_seconds");
  }

  @Test
  @DisplayName("REL-76 the operator has a webhook of any door told something for a try")
  void testEvent() {
    JsonObject account = house.admin("POST", "/admin/accounts", "{\"name\":\"tried\"}").json();
    String key = account.string("apiKey").orElseThrow();
    String number = Json.writeText(account.member("id").orElseThrow());
    String hook =
        "{\"name\":\"tried\",\"url\":\"https://tried.invalid/a\",\"events\":[],"
            + "\"sharedSecret\":\"hush-hush\"}";
    String id = house.livepeer(key, "/api/webhook", hook).json().string("id").orElseThrow();
    String plain = "/admin/accounts/" + number + "/webhooks/gcore";
    house.admin("PUT", plain, "{\"url\":\"https://plain.invalid/a\"}");

    RunningHouse.Answer sent = house.admin("POST", "/admin/webhooks/" + id + "/test", "");
    assertThat(sent.status()).isEqualTo(202);
    assertThat(sent.json().string("name")).contains("asset.updated");
    await()
        .untilAsserted(() ->
            assertThat(
                    house
                        .send(
                            house
                                .to("/api/webhook/" + id + "/log")
                                .header("Authorization", "Bearer " + key)
                                .GET())
                        .body())
                .contains("\"event\":\"asset.updated\"", "Test event", "Livepeer-Signature")
                .contains(sent.json().string("event").orElseThrow())
                .doesNotContain("hush-hush"));
    assertThat(house.admin("GET", plain, "").body())
        .as("nobody else is told")
        .doesNotContain("lastError");

    String resend = "/admin/webhooks/" + id + "/resend";
    String span = "{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"%s\"}";
    RunningHouse.Answer again = house.admin("POST", resend, span.formatted("2100-01-01T00:00:00Z"));
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.body()).isEqualTo("{\"messages\":1}");
    for (String bad : List.of("2019-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "yesterday")) {
      assertThat(house.admin("POST", resend, span.formatted(bad)).status()).as(bad).isEqualTo(400);
    }
    assertThat(house.admin("POST", resend, "{}").status()).isEqualTo(400);
    assertThat(
            house
                .admin("POST", resend.replace(id, "x"), span.formatted("2100-01-01T00:00:00Z"))
                .status())
        .isEqualTo(404);

    String other = idOfWebhook("https://plain.invalid/a");
    assertThat(house.admin("POST", "/admin/webhooks/" + other + "/test", "").json().string("name"))
        .contains("video");
    await()
        .untilAsserted(
            () -> assertThat(house.admin("GET", plain, "").body()).contains("lastError"));
    for (String none : List.of("x", "00000000-0000-4000-8000-000000000000")) {
      assertThat(house.admin("POST", "/admin/webhooks/" + none + "/test", "").status())
          .isEqualTo(404);
    }
    assertThat(
            house
                .send(
                    house
                        .to("/api/webhook/" + id)
                        .header("Authorization", "Bearer " + key)
                        .DELETE())
                .status())
        .isEqualTo(200);
  }

  private String idOfWebhook(String url) {
    return house
        .admin("GET", "/admin/webhooks", "")
        .json()
        .elements("webhooks")
        .orElseThrow()
        .stream()
        .map(JsonObject.class::cast)
        .filter(webhook -> webhook.string("url").filter(url::equals).isPresent())
        .map(webhook -> webhook.string("id").orElseThrow())
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("the operator sees why nobody can watch a video, and viewers who are kept out")
  void hindrances() {
    String key = house.keyOfNew("closed");
    JsonObject given =
        house
            .livepeer(
                key,
                "/api/asset/request-upload",
                "{\"name\":\"a\",\"playbackPolicy\":{\"type\":\"jwt\"}}")
            .json();
    String id = RunningHouse.text(given, "asset", "id");

    assertThat(house.admin("GET", "/admin/videos/" + id, "").body())
        .contains("\"hindrances\":[\"Viewers need a signed token, and the account has no");
    assertThat(house.admin("GET", "/admin/videos", "").body()).doesNotContain("hindrances");
  }

  @Test
  void tooLarge_isSaid() {
    String name = "x".repeat(20_000);
    RunningHouse.Answer large =
        house.admin("POST", "/admin/accounts", "{\"name\":\"" + name + "\"}");
    assertThat(large.status()).isEqualTo(413);
    RunningHouse.Answer longName =
        house.admin("POST", "/admin/accounts", "{\"name\":\"" + "x".repeat(201) + "\"}");
    assertThat(longName.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[null]", "[\"\"]", "[\"a b\"]", "[\"example.org\"]", "\"*\"", "[7]"})
  void originsThatAreNone_areRefused(String origins) {
    RunningHouse.Answer answer =
        house.admin(
            "POST", "/admin/accounts/1/keys", "{\"name\":\"k\",\"corsOrigins\":" + origins + "}");
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  @DisplayName("A key is in the answer that makes it, and in no other")
  void keys_areShownOnce() {
    JsonObject made = house.admin("POST", "/admin/accounts", "{\"name\":\"anna\"}").json();
    String key = made.string("apiKey").orElseThrow();
    long number = made.number("id").orElseThrow().longValue();
    assertThat(key).matches(number + "\\$[0-9a-f]{64}");
    assertThat(RunningHouse.text(made, "livepeer", "userId")).matches("[0-9a-f-]{36}");
    assertThat(RunningHouse.text(made, "cloudflare", "accountId")).matches("[0-9a-f]{32}");
    String more =
        house
            .admin(
                "POST",
                "/admin/accounts/" + number + "/keys",
                "{\"name\":\"page\",\"corsOrigins\":[\"https://a.example\",\"*\"]}")
            .json()
            .string("apiKey")
            .orElseThrow();
    for (String path :
        List.of("/admin/accounts", "/admin/session", "/admin/jobs", "/admin/videos")) {
      RunningHouse.Answer answer = house.admin("GET", path, "");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.body()).doesNotContain(key, more, RunningHouse.ADMIN_KEY, "hash\":\"");
    }
    assertThat(house.admin("POST", "/admin/accounts/999/keys", "{\"name\":\"k\"}").status())
        .isEqualTo(404);
    assertThat(house.admin("POST", "/admin/accounts/x/keys", "{\"name\":\"k\"}").status())
        .isEqualTo(404);
  }

  @Test
  void videos_arePaged_newestFirst() {
    List<String> made =
        Stream.of("one Ärger", "two", "three", "four", "five")
            .map(name -> RunningHouse.text(house.ticket("page " + name), "video", "id"))
            .toList();
    List<String> seen = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      RunningHouse.Answer answer =
          house.admin("GET", "/admin/videos?q=PAGE&limit=2&cursor=" + cursor, "");
      for (var video : answer.json().elements("videos").orElseThrow()) {
        seen.add(((JsonObject) video).string("id").orElseThrow());
      }
      cursor = answer.json().string("next").orElse("");
      pages++;
    } while (!cursor.isEmpty());
    assertThat(seen).containsExactlyElementsOf(made.reversed());
    assertThat(pages).isEqualTo(3);
    RunningHouse.Answer exact = house.admin("GET", "/admin/videos?q=page&limit=5", "");
    assertThat(exact.json().string("next")).as("nothing follows").isEmpty();
    RunningHouse.Answer letters = house.admin("GET", "/admin/videos?q=%C3%84rg", "");
    assertThat(letters.json().elements("videos").orElseThrow()).hasSize(1);
    assertThat(house.admin("GET", "/admin/videos?limit=x", "").status()).isEqualTo(400);
    assertThat(house.admin("GET", "/admin/videos?cursor=x", "").status()).isEqualTo(400);
    assertThat(house.admin("GET", "/admin/videos?limit=-5", "").status()).isEqualTo(200);
  }

  @Test
  void whatIsNoVideo_isNotFound() {
    for (String id : List.of("x", "00000000-0000-4000-8000-000000000000", "..")) {
      assertThat(house.admin("GET", "/admin/videos/" + id, "").status()).isEqualTo(404);
      assertThat(house.admin("DELETE", "/admin/videos/" + id, "").status()).isEqualTo(404);
    }
    String fresh = RunningHouse.text(house.ticket("fresh"), "video", "id");
    assertThat(house.admin("POST", "/admin/videos/" + fresh + "/retry", "").status())
        .as("REL-34")
        .isEqualTo(409);
    assertThat(house.admin("POST", "/admin/videos", "{\"name\":\"a\",\"account\":99}").status())
        .isEqualTo(404);
  }

  @Test
  void health_isForEverybody_andSaysWhatIsMissing() {
    assertThat(house.get("/health/live").json().string("status")).contains("ok");
    JsonObject ready = house.get("/health/ready").json();
    assertThat(ready.string("status")).contains("degraded");
    JsonObject session = house.admin("GET", "/admin/session", "").json();
    assertThat(session.string("version")).contains("test");
    assertThat(RunningHouse.text(session, "health", "status")).isEqualTo("degraded");
  }

  @Test
  void thePage_knowsOnlyItsOwnFiles() {
    for (String path : List.of("/WebPage.class", "/assets", "/nothing.js", "/..%2fx.js")) {
      assertThat(house.get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(house.get("/").status()).isEqualTo(200);
  }
}
