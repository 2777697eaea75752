package slipway.api.livepeer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.api.livepeer.LivepeerHouse.Ticket;
import slipway.core.video.Source;
import slipway.http.Request;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;

final class LivepeerClipTest {
  private final LivepeerHouse house = new LivepeerHouse();

  @Test
  @DisplayName("LP-186, LP-187, LP-82: a clip of an own video is an asset with a task of its own")
  void clip_isAnAsset() {
    Ticket whole = house.ready("{\"name\":\"whole\"}", Samples.FACTS);
    Answer answer = clip(whole.playbackId(), "\"startTime\":1000,\"endTime\":2500,\"name\":\"a\"");

    assertThat(answer.status()).isEqualTo(200);
    JsonObject asset = answer.object("asset");
    assertThat(asset.string("name")).contains("a");
    assertThat(asset.object("source").orElseThrow().string("type")).contains("clip");
    assertThat(asset.object("source").orElseThrow().string("playbackId"))
        .contains(whole.playbackId());
    assertThat(asset.object("source").orElseThrow().string("assetId"))
        .contains(whole.asset().toString());
    String task = answer.object("task").string("id").orElseThrow();
    Answer told = house.get("/api/task/" + task);
    assertThat(told.json().string("type")).contains("clip");
    assertThat(told.json().string("outputAssetId")).isEqualTo(asset.string("id"));
    assertThat(house.work.asked().getLast())
        .isEqualTo(
            new RecordingWork.Asked("clip", UUID.fromString(asset.string("id").orElseThrow())));
  }

  @Test
  @DisplayName("LP-186: without an end it goes to the end, without a name it has one")
  void clip_hasDefaults() {
    Ticket whole = house.ready("{\"name\":\"whole\"}", Samples.FACTS);
    Answer answer = clip(whole.playbackId(), "\"startTime\":1000");

    assertThat(answer.status()).isEqualTo(200);
    JsonObject asset = answer.object("asset");
    assertThat(asset.string("name")).contains("clip-" + asset.string("playbackId").orElseThrow());
  }

  @Test
  @DisplayName("LP-186, MD-78: an end behind the video's is the video's")
  void clip_endsWithItsVideo() {
    Ticket whole = house.ready("{\"name\":\"whole\"}", Samples.FACTS);
    for (String times : List.of("\"startTime\":1000,\"endTime\":3600000", "\"startTime\":1000")) {
      String id = clip(whole.playbackId(), times).object("asset").string("id").orElseThrow();
      Source source = house.videos.byId(UUID.fromString(id)).orElseThrow().source();
      assertThat(((Source.Clip) source).to()).as(times).isEqualTo(Samples.FACTS.duration());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"startTime\":2000,\"endTime\":2000 | endTime must occur after startTime",
        "\"startTime\":2000,\"endTime\":1    | endTime must occur after startTime",
      })
  @DisplayName("LP-186: times the wrong way round")
  void times_areChecked(String times, String error) {
    Ticket whole = house.ready("{\"name\":\"whole\"}", Samples.FACTS);
    Answer answer = clip(whole.playbackId(), times);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error()).isEqualTo(error);
  }

  @Test
  @DisplayName("LP-187: what is not there, or not the caller's, is no content")
  void strangers_findNothing() {
    Answer answer = clip("0000000000000000", "\"startTime\":1");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("Content not found");

    Ticket whole = house.ready("{\"name\":\"whole\"}", Samples.FACTS);
    Answer foreign = foreign(whole.playbackId(), "\"startTime\":1");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.error()).isEqualTo("Content not found");
    assertThat(house.get("/api/asset").list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"startTime\":1",
        "\"startTime\":3600000",
        "\"startTime\":3600000,\"endTime\":1",
        "\"startTime\":-1,\"endTime\":-1"
      })
  @DisplayName("REL-88: strangers learn nothing of a video by asking for times beyond its end")
  void strangers_learnNoLength(String times) {
    Ticket whole = house.ready("{\"name\":\"whole\"}", Samples.FACTS);
    Answer unknown = foreign("0000000000000000", times);
    assertThat(unknown.status()).isEqualTo(404);
    Answer foreign = foreign(whole.playbackId(), times);
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body()).isEqualTo(unknown.body());

    assertThat(house.delete(whole.assetPath()).status()).isEqualTo(204);
    Answer deleted = clip(whole.playbackId(), times);
    assertThat(deleted.status()).isEqualTo(404);
    assertThat(deleted.body()).isEqualTo(unknown.body());
  }

  private Answer foreign(String playbackId, String times) {
    return house.send(
        Request.to("POST", "/api/clip")
            .header("Authorization", "Bearer " + house.strangersKey)
            .header("Content-Type", "application/json")
            .body(("{\"playbackId\":\"" + playbackId + "\"," + times + "}").getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"startTime\":1}",
        "{\"playbackId\":\"x\"}",
        "{\"playbackId\":\"x\",\"startTime\":\"1\"}"
      })
  @DisplayName("LP-186: without a video or a start it is 422")
  void required(String body) {
    assertThat(house.post("/api/clip", body).status()).isEqualTo(422);
  }

  @Test
  @DisplayName("LP-109, LP-188: the clips of a video, by either of its ids")
  void clips_areListed() {
    Ticket whole = house.ready("{\"name\":\"whole\"}", Samples.FACTS);
    String id =
        clip(whole.playbackId(), "\"startTime\":1000").object("asset").string("id").orElseThrow();
    for (String path :
        new String[] {
          "/api/asset/" + whole.asset() + "/clips",
          "/api/clip/" + whole.playbackId(),
          "/api/clip/" + whole.asset()
        }) {
      Answer answer = house.get(path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.body()).as(path).startsWith("[").contains(id);
    }
    assertThat(house.get("/api/asset/" + id + "/clips").body()).isEqualTo("[]");
    Answer unknown = house.get("/api/asset/" + UUID.nameUUIDFromBytes(new byte[1]) + "/clips");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.error()).isEqualTo("Asset not found");
  }

  private Answer clip(String playbackId, String times) {
    return house.post("/api/clip", "{\"playbackId\":\"" + playbackId + "\"," + times + "}");
  }
}
