package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.core.event.Event;
import slipway.core.policy.Policy;
import slipway.core.task.Task;
import slipway.core.video.Export;
import slipway.core.video.RequestedRendition;
import slipway.core.video.Wishes;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;

/** Section 3 of the contract: a ticket is asked for. */
class LivepeerRequestUploadTest {
  private static final String PATH = "/api/asset/request-upload";

  private final LivepeerHouse house = new LivepeerHouse();

  @Test
  @DisplayName("LP-31, LP-32, LP-33, LP-14, LP-15 the whole answer")
  void answer_isComplete() {
    Answer answer = house.post(PATH, "{\"name\":\"my video\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().members().keySet())
        .containsExactly("url", "tusEndpoint", "asset", "task");
    JsonObject asset = answer.object("asset");
    assertThat(asset.members().keySet())
        .containsExactlyInAnyOrder(
            "id",
            "playbackId",
            "userId",
            "createdAt",
            "createdByTokenName",
            "status",
            "name",
            "source",
            "projectId");
    assertThat(asset.string("name")).contains("my video");
    assertThat(asset.string("userId")).contains(house.account.userId().toString());
    assertThat(asset.string("projectId")).contains(house.account.projectId().toString());
    assertThat(asset.string("createdByTokenName")).contains("default");
    assertThat(Json.writeText(asset.object("source").orElseThrow()))
        .isEqualTo("{\"type\":\"directUpload\"}");
    assertThat(Json.writeText(asset.object("status").orElseThrow()))
        .isEqualTo("{\"phase\":\"uploading\",\"updatedAt\":1767225600000}");
    assertThat(asset.number("createdAt").orElseThrow().longValueExact()).isEqualTo(1767225600000L);
  }

  @Test
  @DisplayName("LP-32 both URLs carry the same token, and it opens the upload")
  void urls_carryTheTicket() {
    Answer answer = house.post(PATH, "{\"name\":\"\"}");
    String url = answer.json().string("url").orElseThrow();
    String direct = "https://video.example/api/asset/upload/direct?token=";
    String token = url.substring(direct.length());

    assertThat(url).startsWith(direct);
    assertThat(answer.json().string("tusEndpoint"))
        .contains("https://video.example/api/asset/upload/tus?token=" + token);
    assertThat(house.take.find().byTicket(token).video().toString())
        .isEqualTo(answer.object("asset").string("id").orElseThrow());
    assertThat(house.take.find().byTicket(token).door()).isEqualTo("livepeer");
  }

  @Test
  @DisplayName("LP-34 a task waits for the file")
  void task_isPending() {
    var ticket = house.ticket("a");
    Answer answer = house.get(ticket.taskPath());

    assertThat(answer.json().string("type")).contains("upload");
    assertThat(answer.json().string("outputAssetId")).contains(ticket.asset().toString());
    assertThat(answer.json().member("scheduledAt")).isEmpty();
    assertThat(Json.writeText(answer.object("status")))
        .isEqualTo("{\"phase\":\"pending\",\"updatedAt\":1767225600000}");
  }

  @Test
  @DisplayName("LP-35 the playback id begins like the asset's id")
  void playbackId_beginsLikeTheId() {
    for (int i = 0; i < 20; i++) {
      var ticket = house.ticket("a");

      assertThat(ticket.playbackId()).matches("[0-9a-z]{16}").doesNotContain("sdp", "webrtc");
      assertThat(ticket.playbackId().substring(0, 4))
          .isEqualTo(ticket.asset().toString().substring(0, 4));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\",\"profiles\":[]}|400|assets must have at least one profile",
        "{\"name\":\"a\",\"encryption\":{\"encryptedKey\":\"a\"}}|422|encryptedKey must be valid"
            + " base64",
        "{\"name\":\"a\",\"encryption\":{\"encryptedKey\":\"YQ\"}}|422|encryptedKey must be valid"
            + " base64",
        "{\"name\":\"a\",\"encryption\":{\"encryptedKey\":\"YR==\"}}|422|encryptedKey must be valid"
            + " base64",
        "{\"name\":\"a\",\"encryption\":{\"encryptedKey\":\"_-==\"}}|422|encryptedKey must be valid"
            + " base64",
        "{\"name\":\"a\",\"encryption\":{\"encryptedKey\":\"YQ==\\n\"}}|422|encryptedKey must be"
            + " valid base64",
        "{\"name\":\"a\",\"encryption\":{\"encryptedKey\":\"YQ==\"}}|400|a playbackPolicy is"
            + " required when using encryption",
        "{\"name\":\"a\",\"encryption\":{\"encryptedKey\":\"YQ==\"},\"playbackPolicy\":null}|400|a"
            + " playbackPolicy is required when using encryption",
        "{\"name\":\"a\",\"playbackPolicy\":{\"type\":\"webhook\",\"webhookId\":\"w1\"}}|400|webhook"
            + " w1 not found",
        "{\"name\":\"a\",\"playbackPolicy\":{\"type\":\"webhook\"}}|400|webhook undefined not"
            + " found",
        "{\"name\":\"a\",\"profiles\":[{\"bitrate\":1e300}]}|422|profiles: bitrate must be <="
            + " 2147483647"
      })
  @DisplayName("LP-36, LP-37, LP-38, LP-39, LP-10 what the schema cannot say")
  void refusals(String body, int status, String error) {
    Answer answer = house.post(PATH, body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.error()).isEqualTo(error);
    assertThat(house.get("/api/asset").list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\",\"encryption\":{\"encryptedKey\":\"\"}}",
        "{\"name\":\"a\",\"encryption\":{\"encryptedKey\":\"YQ==\"},\"playbackPolicy\":{\"type\":\"public\"}}",
        "{\"name\":\"a\",\"profiles\":null}",
        "{\"name\":\"a\",\"playbackPolicy\":{\"type\":\"jwt\",\"allowedOrigins\":[\"nonsense\",\"*\"]}}"
      })
  @DisplayName("LP-38, LP-40 what passes nevertheless")
  void passes(String body) {
    assertThat(house.post(PATH, body).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("LP-41 too many tasks under way")
  void tooManyTasks_wait() {
    for (int i = 0; i < 100; i++) {
      house.upload(house.ticket("a"), 1);
    }
    Answer answer = house.post(PATH, "{\"name\":\"a\"}");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.error())
        .isEqualTo(
            "user %s has reached the maximum number of pending tasks"
                .formatted(house.account.userId()));
    assertThat(answer.headers().first("Retry-After")).contains("60");
  }

  @Test
  @DisplayName("LP-41 tickets that wait for their file do not count")
  void pendingTasks_doNotCount() {
    for (int i = 0; i < 101; i++) {
      house.ticket("a");
    }

    assertThat(house.post(PATH, "{\"name\":\"a\"}").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("LP-42 the same name twice is two assets")
  void names_areNotUnique() {
    assertThat(house.ticket("a").asset()).isNotEqualTo(house.ticket("a").asset());
    assertThat(house.get("/api/asset").list()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "-3, 10", "0.5, 0.5", "7, 7", "60, 60"})
  @DisplayName(
      "LP-158, LP-43: a target of no length is the usual one; the packager bounds the rest")
  void segmentLengths(String wished, String kept) {
    var ticket = house.ticketFor("{\"name\":\"a\",\"targetSegmentSizeSecs\":" + wished + "}");
    assertThat(house.videos.byId(ticket.asset()).orElseThrow().wishes().segmentLength())
        .isEqualTo(Duration.ofMillis((long) (Double.parseDouble(kept) * 1000)));
  }

  @Test
  @DisplayName("LP-43, D8, section 3: every wish arrives in core")
  void wishes_arrive() {
    var ticket =
        house.ticketFor(
            """
            {"name":"a","staticMp4":true,"c2pa":true,"creatorId":{"type":"unverified","value":"me"},
             "playbackPolicy":{"type":"jwt","refreshInterval":1.5,"allowedOrigins":["https://a.example"]},
             "storage":{"ipfs":{"spec":{"nftMetadataTemplate":"player"}}},
             "encryption":{"encryptedKey":"YQ=="},"targetSegmentSizeSecs":2.5,
             "profiles":[{"bitrate":400},{"bitrate":3000000,"name":"n","width":1280,"height":720,
               "fps":30,"fpsDen":1,"quality":23,"gop":"2","profile":"H264High","encoder":"HEVC"}]}
            """);

    assertThat(house.videos.byId(ticket.asset()).orElseThrow().wishes())
        .isEqualTo(
            new Wishes(
                new Policy(
                    Policy.Kind.TOKEN,
                    null,
                    null,
                    Duration.ofMillis(1500),
                    java.util.List.of("https://a.example")),
                "me",
                java.util.List.of(
                    new RequestedRendition(
                        400, null, null, null, null, null, null, null, null, null),
                    new RequestedRendition(
                        3_000_000, "n", 1280, 720, 30, 1, 23, "2", "H264High", "HEVC")),
                /* downloads= */ true,
                /* provenance= */ true,
                Duration.ofMillis(2500),
                "YQ==",
                Export.wished("{\"nftMetadataTemplate\":\"player\"}")));
  }

  @Test
  @DisplayName("LP-33, LP-47, D6, section 18: what was given comes back, but for secrets")
  void answer_tellsWhatWasGiven() {
    Answer answer =
        house.post(
            PATH,
            """
            {"name":"a","staticMp4":true,"c2pa":true,"creatorId":"me",
             "playbackPolicy":{"type":"jwt","refreshInterval":600},
             "encryption":{"encryptedKey":"c2VjcmV0"},
             "profiles":[{"bitrate":400.0,"fps":30}]}
            """);
    JsonObject asset = answer.object("asset");

    assertThat(Json.writeText(asset.object("creatorId").orElseThrow()))
        .isEqualTo("{\"type\":\"unverified\",\"value\":\"me\"}");
    assertThat(Json.writeText(asset.object("playbackPolicy").orElseThrow()))
        .isEqualTo("{\"type\":\"jwt\",\"refreshInterval\":600}");
    assertThat(Json.writeText(asset.member("profiles").orElseThrow()))
        .isEqualTo("[{\"bitrate\":400,\"fps\":30}]");
    assertThat(Json.writeText(asset.object("source").orElseThrow()))
        .isEqualTo("{\"type\":\"directUpload\",\"encryption\":{\"key\":\"***\"}}");
    assertThat(asset.members()).doesNotContainKeys("staticMp4", "encryption");
    assertThat(asset.members())
        .as("of no harm to SDKs, and section 7 allows it")
        .containsKey("c2pa");
    assertThat(answer.body()).doesNotContain("c2VjcmV0");
    String task = house.get("/api/task").body();
    assertThat(task).doesNotContain("c2VjcmV0").contains("\"encryption\":{\"key\":\"***\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true|{\"ipfs\":{\"spec\":{}}}",
        "{}|{\"ipfs\":{\"spec\":{}}}",
        "{\"spec\":{}}|{\"ipfs\":{\"spec\":{}}}",
        "{\"spec\":{\"nftMetadata\":{\"a\":null}}}|{\"ipfs\":{\"spec\":{\"nftMetadata\":{\"a\":null}}}}",
        "false|",
        "null|",
        "{\"spec\":null}|"
      })
  @DisplayName("LP-46, D5 storage is stored in one form, or not at all")
  void storage_isNormalised(String ipfs, String stored) {
    Answer answer = house.post(PATH, "{\"name\":\"a\",\"storage\":{\"ipfs\":" + ipfs + "}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object("asset").member("storage").map(Json::writeText).orElse(null))
        .isEqualTo(stored);
    assertThat(house.post(PATH, "{\"name\":\"a\",\"storage\":{}}").body())
        .doesNotContain("storage");
  }

  @Test
  @DisplayName("LP-48 asset.created, then task.spawned")
  void events_areWritten() {
    var ticket = house.ticket("a");

    assertThat(house.events.kindsOf(ticket.asset()))
        .containsExactly(Event.Kind.VIDEO_CREATED, Event.Kind.TASK_CREATED);
    assertThat(house.tasks.byId(ticket.task()).orElseThrow().state()).isEqualTo(Task.State.PENDING);
  }
}
