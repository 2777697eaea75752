package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.core.account.Account;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.upload.ImportFromUrl;
import slipway.core.video.Content;
import slipway.core.video.Facts;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Samples;

/** Assets that were not uploaded: recordings and clips, and how they are found by their source. */
class LivepeerRecordingTest {
  private static final UUID SESSION = UUID.fromString("5d5b4fb4-a38a-4ad4-a7d3-9d2cd5a9d8a4");
  private static final String STORED = "video/download.mp4";
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

  @Test
  @DisplayName(
      "LP-91: of a recording and of a clip the best MP4 is the download, where there is one")
  void downloads() {
    record(house.account, SESSION);
    house.ready("{\"name\":\"a\"}", Samples.FACTS);
    Video whole =
        house.videos.byId(house.ready("{\"name\":\"b\"}", Samples.FACTS).asset()).orElseThrow();
    house.post(
        "/api/clip", "{\"playbackId\":\"%s\",\"startTime\":0}".formatted(whole.playbackId()));
    UUID clip = found("sourceType", "clip").getFirst();

    for (UUID id : List.of(SESSION, clip)) {
      Video video = ready(id, Samples.FACTS);
      String folder = "https://video.example/hls/" + video.playbackId() + "/";
      assertThat(download(id)).as("nothing is made of it yet").isEqualTo(folder + STORED);
      publish(video, "360p0", 500_000);
      publish(video, "720p0", 2_000_000);
      publish(video, "low-bitrate", 3_000_000);
      assertThat(download(id)).isEqualTo(folder + "720p0.mp4");
    }
    Video uploaded = ready(whole.id(), Samples.FACTS);
    publish(uploaded, "720p0", 2_000_000);
    assertThat(download(uploaded.id())).as("an upload's own file").endsWith(STORED);

    // Longer than two minutes there are files only where they were asked for (LP-159).
    Video recording =
        ready(SESSION, new Facts(List.of("mp4"), Duration.ofMinutes(3), Samples.FACTS.tracks()));
    assertThat(download(SESSION))
        .isEqualTo("https://video.example/hls/" + recording.playbackId() + "/" + STORED);
  }

  private String download(UUID id) {
    return house.get("/api/asset/" + id).json().string("downloadUrl").orElseThrow();
  }

  private Video ready(UUID id, Facts facts) {
    Video found = house.videos.byId(id).orElseThrow();
    Video ready =
        new Video(
            found.id(),
            found.serial(),
            found.playbackId(),
            found.account(),
            found.name(),
            found.madeBy(),
            found.madeWith(),
            found.source(),
            found.wishes(),
            new Phase.Ready(),
            new Content(1000, null),
            facts,
            found.journey(),
            found.createdAt(),
            found.updatedAt(),
            /* deletedAt= */ null);
    house.videos.update(ready);
    return ready;
  }

  private void publish(Video video, String name, long bitrate) {
    var traits = new Traits(1280, 720, 25, bitrate, "avc1", Duration.ofSeconds(30));
    house
        .ports
        .renditions()
        .publish(new Rendition(video.id(), name, Rendition.Form.PICTURE, "blob", 1000, traits));
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
