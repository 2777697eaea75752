package slipway.api.livepeer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.event.Event;
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

/** What a webhook is told, and under which name. */
final class LivepeerEventsTest extends LivepeerWebhooksCase {
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
}
