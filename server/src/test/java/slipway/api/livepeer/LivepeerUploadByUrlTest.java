package slipway.api.livepeer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.core.event.Event;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;

/** Section 6 of the contract: a file is imported from a URL. */
class LivepeerUploadByUrlTest {
  private static final String PATH = "/api/asset/upload/url";
  private static final String FILM = "https://a.example/film.mp4";

  private final LivepeerHouse house = new LivepeerHouse();

  @Test
  @DisplayName("LP-72, LP-82, LP-84, LP-75 a new import: 201, waiting, its task queued")
  void answer_isComplete() {
    Answer answer = post(FILM);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().members().keySet()).containsExactly("asset", "task");
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
    assertThat(Json.writeText(asset.object("source").orElseThrow()))
        .isEqualTo("{\"type\":\"url\",\"url\":\"" + FILM + "\"}");
    assertThat(phase(asset)).isEqualTo("waiting");
    JsonObject task = house.get("/api/task/" + text(answer.object("task"), "id")).json();
    assertThat(phase(task)).isEqualTo("waiting");
    assertThat(task.number("scheduledAt")).isPresent();
    assertThat(task.object("params").flatMap(all -> all.object("upload")).orElseThrow())
        .satisfies(params -> assertThat(text(params, "url")).isEqualTo(FILM));
    assertThat(house.work.asked()).containsExactly(new RecordingWork.Asked("fetch", id(answer)));
    assertThat(house.events.kindsOf(id(answer)))
        .containsExactly(Event.Kind.VIDEO_CREATED, Event.Kind.TASK_CREATED);
  }

  @Test
  @DisplayName(
      "LP-73, LP-75 again while it is under way: 200 with the same, whatever else is asked")
  void duplicate() {
    Answer first = post(FILM);
    Answer second =
        house.post(PATH, "{\"name\":\"other\",\"url\":\"" + FILM + "\",\"staticMp4\":true}");

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json()).isEqualTo(first.json());
    house.clock.advance(Duration.ofMinutes(15).minusMillis(1));
    assertThat(post(FILM).status()).isEqualTo(200);
    house.clock.advance(Duration.ofMillis(1));
    assertThat(post(FILM).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("LP-73 another account's import is another one; a failed one is over")
  void noDuplicate() {
    Answer first = post(FILM);
    assertThat(house.send(withKey(house.strangersKey)).status()).isEqualTo(201);
    house.move.failed(id(first), new Failure(Failure.Kind.NOT_FETCHED, "Nobody answered."));
    assertThat(post(FILM).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "https://arweave.net/tx1/a.mp4, ar://tx1/a.mp4",
    "https://gateway.arweave.net/tx1, ar://tx1",
    "https://gateway.example/ipfs/Qm1/a.mp4, ipfs://Qm1/a.mp4"
  })
  @DisplayName("LP-74, LP-76, LP-101 known gateways are rewritten, and a duplicate is seen")
  void gateways(String url, String rewritten) {
    Answer answer = post(url);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(Json.writeText(answer.object("asset").object("source").orElseThrow()))
        .isEqualTo(
            "{\"type\":\"url\",\"url\":\"%s\",\"gatewayUrl\":\"%s\"}".formatted(rewritten, url));
    JsonObject task = house.get("/api/task/" + text(answer.object("task"), "id")).json();
    assertThat(task.object("params").flatMap(all -> all.object("upload")).orElseThrow())
        .satisfies(params -> assertThat(text(params, "url")).isEqualTo(url));
    assertThat(post(url).status()).isEqualTo(200);
    assertThat(post(rewritten).status()).isEqualTo(200);
    assertThat(house.get("/api/asset?sourceUrl=" + rewritten).list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://gateway.example.evil.com/ipfs/Qm1",
        "https://untrusted.example/ipfs/Qm1",
        "ipfs://Qm1/a.mp4",
        "ar://tx1"
      })
  @DisplayName("LP-76 what no known gateway serves stays as it is")
  void notRewritten(String url) {
    assertThat(Json.writeText(post(url).object("asset").object("source").orElseThrow()))
        .isEqualTo("{\"type\":\"url\",\"url\":\"" + url + "\"}");
  }

  @Test
  @DisplayName("LP-78 errors by the schema, and by what no schema says")
  void errors() {
    assertThat(house.post(PATH, "{\"name\":\"a\"}").error())
        .contains("\"missingProperty\":\"url\"");
    assertThat(post("ftp://a.example/x").error()).contains("\"keyword\":\"pattern\"");
    assertThat(post("data:video/mp4;base64,AAAA").status()).isEqualTo(422);
    assertThat(post("https://a.example/a b").error()).contains("\"format\":\"uri\"");
    Answer key =
        house.post(
            PATH,
            "{\"name\":\"a\",\"url\":\""
                + FILM
                + "\",\"playbackPolicy\":{\"type\":\"public\"},"
                + "\"encryption\":{\"encryptedKey\":\"nonsense!\"}}");
    assertThat(key.status()).isEqualTo(422);
    assertThat(key.error()).isEqualTo("\"encryptedKey\" must be valid base64");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://", "http:///x", "https://?q", "https://:80/", "ipfs://", "ar://"})
  @DisplayName("LP-10, D11 a URL without a host is 422")
  void noHost(String url) {
    assertThat(post(url).status()).isEqualTo(422);
  }

  @Test
  @DisplayName("LP-80, REL-60 what is never fetched is 400 with the reason, and nothing is made")
  void forbidden() {
    Answer answer = post("http://127.0.0.1/film.mp4");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("That is at home.");
    assertThat(house.get("/api/asset").list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/asset/import",
        "/api/asset/request-upload/url",
        "/api/asset/upload/url/",
        "/API/Asset/Upload/URL"
      })
  @DisplayName("LP-79, D12, LP-01 other names of the same")
  void aliases(String path) {
    assertThat(house.post(path, body(FILM)).status()).isEqualTo(201);
    assertThat(house.post(PATH, body(FILM)).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("LP-25 browsers' keys may import; LP-36, LP-38, LP-39 hold here too")
  void sharedRules() {
    String browser = house.browserKey(/* fullAccess= */ false, "https://page.example");
    assertThat(house.send(withKey(browser).header("Origin", "https://page.example")).status())
        .isEqualTo(201);
    assertThat(with("\"profiles\":[]").error()).isEqualTo("assets must have at least one profile");
    assertThat(with("\"encryption\":{\"encryptedKey\":\"a2V5\"}").error())
        .isEqualTo("a playbackPolicy is required when using encryption");
    assertThat(with("\"playbackPolicy\":{\"type\":\"webhook\",\"webhookId\":\"w\"}").error())
        .isEqualTo("webhook w not found");
  }

  @Test
  @DisplayName("LP-43, LP-47, LP-113 every wish is kept, and no key is told")
  void wishes() {
    Answer answer =
        with(
            "\"staticMp4\":true,\"c2pa\":true,\"creatorId\":\"me\",\"targetSegmentSizeSecs\":4,"
                + "\"playbackPolicy\":{\"type\":\"jwt\"},"
                + "\"encryption\":{\"encryptedKey\":\"a2V5\"},"
                + "\"profiles\":[{\"bitrate\":400}],\"storage\":{\"ipfs\":true}");

    assertThat(answer.status()).isEqualTo(201);
    Wishes kept = house.videos.byId(id(answer)).orElseThrow().wishes();
    assertThat(kept.downloads()).isTrue();
    assertThat(kept.provenance()).isTrue();
    assertThat(kept.creator()).isEqualTo("me");
    assertThat(kept.segmentLength()).isEqualTo(Duration.ofSeconds(4));
    assertThat(kept.encryptedKey()).isEqualTo("a2V5");
    assertThat(answer.body()).doesNotContain("a2V5");
    assertThat(answer.object("asset").object("source").flatMap(all -> all.object("encryption")))
        .isPresent();
  }

  @Test
  @DisplayName("LP-83, LP-84 from waiting through processing to ready")
  void phases() {
    Answer answer = post(FILM);
    UUID id = id(answer);
    house.move.started(id);
    assertThat(phase(house.get("/api/asset/" + id).json())).isEqualTo("waiting");
    assertThat(house.get("/api/asset?phase=waiting").list()).hasSize(1);
    Upload open = house.take.start(house.take.toFetch(id), 10L, "tag");
    assertThat(phase(house.get("/api/asset/" + id).json())).isEqualTo("waiting");
    house.take.finish(open, new Content(10, "ab".repeat(32)));
    house.move.inspected(id, Samples.FACTS);
    assertThat(phase(house.get("/api/asset/" + id).json())).isEqualTo("processing");
    house.move.ready(id);
    assertThat(phase(house.get("/api/asset/" + id).json())).isEqualTo("ready");
  }

  @Test
  @DisplayName("LP-92, LP-108 what cannot be fetched fails in Livepeer's words and can be retried")
  void failure() {
    UUID id = id(post(FILM));
    house.move.failed(id, new Failure(Failure.Kind.NOT_FETCHED, "Nobody answered."));
    JsonObject status = house.get("/api/asset/" + id).json().object("status").orElseThrow();
    assertThat(text(status, "phase")).isEqualTo("failed");
    assertThat(text(status, "errorMessage"))
        .isEqualTo("file could not be imported from URL because it was not accessible");
    assertThat(house.post("/api/asset/" + id + "/retry", "").status()).isEqualTo(204);
    assertThat(phase(house.get("/api/asset/" + id).json())).isEqualTo("waiting");
    assertThat(house.work.asked()).hasSize(2);
  }

  private Answer post(String url) {
    return house.post(PATH, body(url));
  }

  private Answer with(String more) {
    return house.post(PATH, "{\"name\":\"a film\",\"url\":\"" + FILM + "?more\"," + more + "}");
  }

  private static Request.Builder withKey(String key) {
    return Request.to("POST", PATH)
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json")
        .body(body(FILM).getBytes(UTF_8));
  }

  private static String body(String url) {
    return "{\"name\":\"a film\",\"url\":\"" + url + "\"}";
  }

  private static UUID id(Answer answer) {
    return UUID.fromString(text(answer.object("asset"), "id"));
  }

  private static String phase(JsonObject object) {
    return text(object.object("status").orElseThrow(), "phase");
  }

  private static String text(JsonObject object, String name) {
    return object.string(name).orElseThrow();
  }
}
