package slipway.api.livepeer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.event.Event;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.Webhook;
import slipway.http.Origin;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryAccounts;
import slipway.testing.InMemoryExportOrders;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

class LivepeerWebhooksTest {
  private static final String GOOD =
      "{\"name\":\"hook\",\"url\":\"https://example.com/hook\",\"events\":[\"asset.ready\"],"
          + "\"sharedSecret\":\"my-secret\"}";

  private final LivepeerHouse house = new LivepeerHouse();

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

  private List<String> names(String query) {
    return house.get("/api/webhook" + query).list().stream()
        .map(one -> ((JsonObject) one).string("name").orElseThrow())
        .toList();
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

  @Test
  @DisplayName("LP-39 a policy may name a webhook of the account, and no other")
  void gates() {
    String id = made();
    String body = "{\"name\":\"a\",\"playbackPolicy\":{\"type\":\"webhook\",\"webhookId\":\"%s\"}}";
    assertThat(house.post("/api/asset/request-upload", body.formatted(id)).status()).isEqualTo(200);
    assertThat(house.post("/api/asset/request-upload", body.formatted("other")).error())
        .isEqualTo("webhook other not found");
  }

  @Test
  @DisplayName("LP-169 the signature of the contract's vector")
  void signature() {
    String body =
        "{\"id\":\"e1\",\"webhookId\":\"w1\",\"createdAt\":1700000000000,"
            + "\"timestamp\":1700000000123,\"event\":\"asset.ready\","
            + "\"payload\":{\"asset\":{\"id\":\"a1\"}}}";
    assertThat(LivepeerEvents.hmac("my-secret", body))
        .isEqualTo("39a5ff0d7fa31f7557dc1954d05c4102e9396054149073d6c862dc7492460ebe");
  }

  @Test
  @DisplayName("LP-169, LP-170, LP-171, LP-172 what a webhook is told, and who signs")
  void messages() {
    InMemoryAccounts accounts = new InMemoryAccounts();
    accounts.add(Samples.account(1));
    var events =
        new LivepeerEvents(
            accounts,
            () -> new Origin("https", "a.example", ""),
            house.ports.renditions(),
            new InMemoryExportOrders(),
            LivepeerHouse.GATEWAY);
    Event event =
        new Event(
            CountingIds.uuid(5),
            Event.Kind.VIDEO_DELETED,
            1,
            Samples.video(1, 1),
            null,
            SettableClock.START);
    Instant at = SettableClock.START.plusSeconds(60);
    Webhook webhook = hook();

    assertThat(events.nameOf(event)).contains("asset.deleted");
    EventShape.Message message = events.message(webhook, event, "asset.deleted", at);

    JsonObject body = (JsonObject) Json.tree(message.body());
    assertThat(body.string("id")).contains(event.id().toString());
    assertThat(body.string("event")).contains("asset.deleted");
    assertThat(body.number("timestamp").orElseThrow().longValue()).isEqualTo(at.toEpochMilli());
    assertThat(body.number("createdAt").orElseThrow().longValue())
        .isEqualTo(SettableClock.START.toEpochMilli());
    JsonObject asset = body.object("payload").orElseThrow().object("asset").orElseThrow();
    assertThat(asset.object("snapshot").orElseThrow().string("playbackId")).isPresent();
    assertThat(message.headers())
        .containsEntry("User-Agent", "livepeer.studio")
        .containsEntry(
            "Livepeer-Signature",
            "t=" + at.toEpochMilli() + ",v1=" + LivepeerEvents.hmac("my-secret", message.body()));

    EventShape.Message again = events.message(webhook, event, "asset.deleted", at.plusSeconds(5));
    JsonObject later = (JsonObject) Json.tree(again.body());
    assertThat(later.string("id")).isEqualTo(body.string("id"));
    assertThat(later.number("createdAt")).isEqualTo(body.number("createdAt"));
    assertThat(later.number("timestamp").orElseThrow().longValue())
        .isEqualTo(at.plusSeconds(5).toEpochMilli());
    assertThat(again.headers().get("Livepeer-Signature"))
        .startsWith("t=" + at.plusSeconds(5).toEpochMilli() + ",v1=")
        .isNotEqualTo(message.headers().get("Livepeer-Signature"));
  }

  @Test
  @DisplayName(
      "LP-171 payloads of assets have their tracks, those of tasks say whether they made it")
  void payloads() {
    LivepeerHouse.Ticket ticket =
        house.ready(
            "{\"name\":\"a\",\"playbackPolicy\":{\"type\":\"public\"},"
                + "\"encryption\":{\"encryptedKey\":\"c2VjcmV0\"}}",
            Samples.FACTS);
    JsonObject asset = payload(ticket, Event.Kind.VIDEO_READY).object("asset").orElseThrow();
    assertThat(asset.members()).containsOnlyKeys("id", "snapshot");
    assertThat(asset.object("snapshot"))
        .contains(house.get(ticket.assetPath() + "?details=1").json());
    assertThat(Json.writeText(asset)).contains("\"tracks\":[").doesNotContain("c2VjcmV0");

    for (Event.Kind kind :
        List.of(
            Event.Kind.TASK_CREATED,
            Event.Kind.TASK_UPDATED,
            Event.Kind.TASK_COMPLETED,
            Event.Kind.TASK_FAILED)) {
      JsonObject payload = payload(ticket, kind);
      JsonObject task = payload.object("task").orElseThrow();
      assertThat(task.members()).containsOnlyKeys("id", "type", "snapshot");
      assertThat(task.string("type")).contains("upload");
      assertThat(task.object("snapshot")).contains(house.get(ticket.taskPath()).json());
      boolean ended = kind == Event.Kind.TASK_COMPLETED || kind == Event.Kind.TASK_FAILED;
      assertThat(payload.member("success").isPresent()).as(kind.name()).isEqualTo(ended);
      assertThat(payload.isTrue("success")).isEqualTo(kind == Event.Kind.TASK_COMPLETED);
    }
  }

  private JsonObject payload(LivepeerHouse.Ticket ticket, Event.Kind kind) {
    InMemoryAccounts accounts = new InMemoryAccounts();
    accounts.add(house.account);
    var events =
        new LivepeerEvents(
            accounts,
            () -> LivepeerHouse.ORIGIN,
            house.ports.renditions(),
            new InMemoryExportOrders(),
            LivepeerHouse.GATEWAY);
    Event event =
        new Event(
            CountingIds.uuid(5),
            kind,
            1,
            house.videos.byId(ticket.asset()).orElseThrow(),
            kind.name().startsWith("TASK")
                ? house.tasks.ofVideo(ticket.asset()).orElseThrow()
                : null,
            SettableClock.START);
    String body = events.message(hook(), event, "any", SettableClock.START).body();
    return ((JsonObject) Json.tree(body)).object("payload").orElseThrow();
  }

  @Test
  @DisplayName("REL-77 what is told of a video with a ladder is smaller than 20 kB")
  void sizes() {
    InMemoryAccounts accounts = new InMemoryAccounts();
    accounts.add(Samples.account(1));
    var orders = new InMemoryExportOrders();
    var shape =
        new LivepeerEvents(
            accounts, () -> LivepeerHouse.ORIGIN, house.ports.renditions(), orders, "https://g/");
    String profiles =
        String.join(
            ",",
            Collections.nCopies(
                8,
                "{\"name\":\"1080p with a name\",\"bitrate\":4000000,\"width\":1920,"
                    + "\"height\":1080,\"fps\":30,\"fpsDen\":1,\"quality\":20,\"gop\":\"2.0\","
                    + "\"profile\":\"H264ConstrainedHigh\",\"encoder\":\"H.264\"}"));
    LivepeerHouse.Ticket ticket =
        house.ready(
            "{\"name\":\"%s\",\"creatorId\":\"0x%s\",\"profiles\":[%s]}"
                .formatted("n".repeat(200), "a".repeat(40), profiles),
            Samples.FACTS);
    var video = house.videos.byId(ticket.asset()).orElseThrow();
    var task = house.tasks.ofVideo(ticket.asset()).orElseThrow();
    for (Event.Kind kind : Event.Kind.values()) {
      Event event =
          new Event(
              CountingIds.uuid(5),
              kind,
              1,
              video,
              kind.name().startsWith("TASK") ? task : null,
              SettableClock.START);
      String body = shape.message(hook(), event, "asset.ready", SettableClock.START).body();
      assertThat(body.getBytes(UTF_8).length).as(kind.name()).isBetween(500, 20_000);
    }
  }

  private static Webhook hook() {
    return new Webhook(
        CountingIds.uuid(6),
        1,
        "livepeer",
        "hook",
        "https://example.com",
        List.of("asset.deleted"),
        "my-secret",
        null,
        null,
        null,
        SettableClock.START,
        null,
        null,
        null);
  }

  @Test
  @DisplayName(
      "LP-173 every event of theirs may be asked for, only those of assets and tasks happen")
  void eventNames() {
    List<String> theirs =
        List.of(
            "stream.started",
            "stream.detection",
            "stream.idle",
            "recording.ready",
            "recording.started",
            "recording.waiting",
            "multistream.connected",
            "multistream.error",
            "multistream.disconnected",
            "playback.user.new",
            "playback.accessControl",
            "asset.created",
            "asset.updated",
            "asset.failed",
            "asset.ready",
            "asset.deleted",
            "task.spawned",
            "task.updated",
            "task.completed",
            "task.failed");
    String all = "[\"" + String.join("\",\"", theirs) + "\"]";
    LivepeerHouse.Answer answer =
        house.post(
            "/api/webhook",
            "{\"name\":\"all\",\"url\":\"https://a.example/\",\"events\":" + all + "}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().elements("events").orElseThrow()).hasSize(theirs.size());

    var events =
        new LivepeerEvents(
            new InMemoryAccounts(),
            () -> LivepeerHouse.ORIGIN,
            house.ports.renditions(),
            new InMemoryExportOrders(),
            LivepeerHouse.GATEWAY);
    for (Event.Kind kind : Event.Kind.values()) {
      events
          .nameOf(
              new Event(
                  CountingIds.uuid(5),
                  kind,
                  1,
                  Samples.video(1, 1),
                  Samples.task(1, Samples.video(1, 1)),
                  SettableClock.START))
          .ifPresent(name -> assertThat(name).isIn(theirs).matches("(asset|task)\\..*"));
    }
  }

  @Test
  @DisplayName("LP-178 a webhook tells when it was last told something, and what went wrong")
  void status() {
    LivepeerHouse.Answer made =
        house.post("/api/webhook", "{\"name\":\"a\",\"url\":\"https://a.example/\",\"events\":[]}");
    String path = "/api/webhook/" + made.json().string("id").orElseThrow();
    assertThat(made.json().member("status")).isEmpty();
    Webhook hook = house.webhooks.of(house.account.number()).getFirst();
    Instant at = SettableClock.START.plusSeconds(9);
    house.webhooks.update(
        hook.told(at, new Webhook.LastFailure(at, 503, null, "bm8="), /* gone= */ false));
    assertThat(Json.writeText(house.get(path).object("status")))
        .isEqualTo(
            """
            {"lastTriggeredAt":%1$d,"lastFailure":\
            {"timestamp":%1$d,"statusCode":503,"response":"bm8="}}\
            """
                .formatted(at.toEpochMilli()));
    house.webhooks.update(
        hook.told(at, new Webhook.LastFailure(at, 0, "nobody answers", null), /* gone= */ false));
    assertThat(Json.writeText(house.get(path).object("status")))
        .as("without an answer there is no status code")
        .contains("\"error\":\"nobody answers\"")
        .doesNotContain("statusCode");
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
  @DisplayName("LP-36 more profiles than encoders can run are refused")
  void tooManyProfiles() {
    String profiles = String.join(",", Collections.nCopies(17, "{\"bitrate\":1000}"));
    assertThat(
            house
                .post(
                    "/api/asset/request-upload", "{\"name\":\"a\",\"profiles\":[" + profiles + "]}")
                .status())
        .isEqualTo(422);
  }

  private String made() {
    return house.post("/api/webhook", GOOD).json().string("id").orElseThrow();
  }

  private Attempt attempt(long number, String webhook, boolean success) {
    Attempt attempt =
        new Attempt(
            CountingIds.uuid(800 + number),
            UUID.fromString(webhook),
            house.account.number(),
            CountingIds.uuid(700 + number),
            "asset.ready",
            house.clock.instant(),
            Duration.ofMillis(1500),
            success,
            new Attempt.Sent("https://example.com/hook", Map.of("a", "b"), "{}"),
            success ? new Attempt.Came(200, "") : null,
            success ? null : "The address could not be reached.");
    house.attempts.add(attempt);
    return attempt;
  }
}
