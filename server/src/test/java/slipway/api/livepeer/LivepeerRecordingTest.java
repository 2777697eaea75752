package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.core.account.Account;
import slipway.core.upload.ImportFromUrl;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Samples;

/** Assets that were not uploaded: recordings and clips, and how they are found by their source. */
class LivepeerRecordingTest {
  private static final UUID SESSION = UUID.fromString("5d5b4fb4-a38a-4ad4-a7d3-9d2cd5a9d8a4");
  private static final String FILE = "https://recordings.example/a.mp4";

  private final LivepeerHouse house = new LivepeerHouse();

  @Test
  @DisplayName("LP-189, LP-82: an imported recording tells its session, which is its id")
  void source() {
    record(house.account, SESSION);

    JsonObject asset = house.get("/api/asset/" + SESSION).json();

    assertThat(Json.writeText(asset.object("source").orElseThrow()))
        .isEqualTo("{\"type\":\"recording\",\"sessionId\":\"" + SESSION + "\"}");
    assertThat(asset.string("id")).contains(SESSION.toString());
    assertThat(asset.object("status").flatMap(status -> status.string("phase")))
        .contains("waiting");
    JsonObject task = (JsonObject) house.get("/api/task").list().getFirst();
    assertThat(task.string("type")).contains("upload");
    assertThat(
            task.object("params")
                .flatMap(params -> params.object("upload"))
                .flatMap(upload -> upload.string("url")))
        .contains(FILE);
  }

  @Test
  @DisplayName("LP-189, LP-100: sourceType and sourceSessionId find recordings, and only those")
  void filters() {
    record(house.account, SESSION);
    UUID upload = house.ready("{\"name\":\"a\"}", Samples.FACTS).asset();
    record(house.stranger, UUID.fromString("00000000-0000-4000-8000-000000000001"));

    assertThat(found("sourceType", "recording")).containsExactly(SESSION);
    assertThat(found("sourceSessionId", SESSION.toString())).containsExactly(SESSION);
    assertThat(found("sourceSessionId", upload.toString())).as("no session").isEmpty();
    assertThat(found("sourceType", "directUpload")).containsExactly(upload);
    assertThat(found("sourceType", "url")).isEmpty();
  }

  @Test
  @DisplayName("LP-100: sourceAssetId and sourcePlaybackId find the clips of a video")
  void clips() {
    Video whole =
        house.videos.byId(house.ready("{\"name\":\"a\"}", Samples.FACTS).asset()).orElseThrow();
    Answer made =
        house.post(
            "/api/clip",
            "{\"playbackId\":\"%s\",\"startTime\":0,\"endTime\":2000}"
                .formatted(whole.playbackId()));
    UUID clip =
        UUID.fromString(
            made.json().object("asset").flatMap(asset -> asset.string("id")).orElseThrow());

    assertThat(found("sourceAssetId", whole.id().toString())).containsExactly(clip);
    assertThat(found("sourcePlaybackId", whole.playbackId())).containsExactly(clip);
    assertThat(found("sourceType", "clip")).containsExactly(clip);
    assertThat(found("sourceAssetId", clip.toString())).isEmpty();
    assertThat(found("sourcePlaybackId", "nobodyhasthis000")).isEmpty();
  }

  private void record(Account account, UUID session) {
    Video video =
        house
            .importFromUrl
            .take(
                ImportFromUrl.Asked.recording(
                    account, "livepeer", "dashboard", "live", FILE, Wishes.none(), session))
            .video();
    assertThat(video.source()).isEqualTo(new Source.Recording(FILE));
  }

  private List<UUID> found(String field, String value) {
    String filter = "[{\"id\":\"%s\",\"value\":\"%s\"}]".formatted(field, value);
    Answer answer =
        house.get("/api/asset?filters=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(200);
    return answer.list().stream()
        .map(one -> UUID.fromString(((JsonObject) one).string("id").orElseThrow()))
        .toList();
  }
}
