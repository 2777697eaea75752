package slipway.api.gcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.access.Protection;
import slipway.core.caption.Bibliographic;
import slipway.core.caption.Caption;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonObject;

/** Subtitles, directories, sets of qualities, keys, and families that are not here. */
final class GcoreThingsTest {
  private static final String NOT_FOUND =
      "{\"status\":404,\"error\":\"Not Found. Entity you are looking for was not found, please"
          + " check the initial parameters\"}";
  private static final String VTT = "WEBVTT\\n\\n00:00.000 --> 00:01.000\\nHi";

  private final GcoreHouse house = new GcoreHouse();

  @Test
  @DisplayName("GC-150, GC-151, GC-155 subtitles are added, listed, read, changed and deleted")
  void subtitles() {
    String path = subtitles("a video");
    assertThat(house.get(path).body()).isEqualTo("[]");
    GcoreHouse.Answer added =
        house.post(path, "{\"name\":\"German\",\"language\":\"ger\",\"vtt\":\"" + VTT + "\"}");
    assertThat(added.status()).isEqualTo(200);
    assertThat(added.text("language")).isEqualTo("ger");
    assertThat(added.text("name")).isEqualTo("German");
    assertThat(added.text("vtt")).startsWith("WEBVTT").contains("Hi");
    String one = path + "/" + added.number("id");
    assertThat(house.get(one).body()).isEqualTo(added.body());
    assertThat(house.get(path).list()).hasSize(1);
    GcoreHouse.Answer changed = house.patch(one, "{\"language\":\"fre\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("language")).isEqualTo("fre");
    assertThat(changed.text("name")).isEqualTo("German");
    assertThat(changed.text("vtt")).contains("Hi");
    assertThat(house.patch(one, "{\"vtt\":\"1\\n00:00:00,000 --> 00:00:01,000\\nBye\"}").status())
        .isEqualTo(200);
    assertThat(house.delete(one).status()).isEqualTo(204);
    assertThat(house.delete(one).body()).isEqualTo(NOT_FOUND);
    assertThat(house.get(one).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("GC-152, GC-156 by three letters outside, two inside; one language may come twice")
  void languages() {
    Video video = house.made("a video");
    String path = house.path(video) + "/subtitles";
    for (int i = 0; i < 2; i++) {
      assertThat(house.post(path, subtitle("eng", VTT)).text("name")).isEqualTo("English");
    }
    assertThat(house.ports.captions().of(video.id()))
        .extracting(Caption::language)
        .containsExactly("en", "en");
    assertThat(Bibliographic.tag("ger")).contains("de");
    assertThat(Bibliographic.tag("deu")).as("terminological").isEmpty();
    assertThat(Bibliographic.tag("ast")).contains("ast");
    assertThat(Bibliographic.code("pt-BR")).isEqualTo("por");
    assertThat(Bibliographic.code("de")).isEqualTo("ger");
    assertThat(Bibliographic.code("tlh")).isEqualTo("tlh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xxx", "de", "deu", "GER", "german", ""})
  @DisplayName("GC-21, GC-152 a code that the table does not have")
  void unknownLanguage(String code) {
    GcoreHouse.Answer answer = house.post(subtitles("a"), subtitle(code, VTT));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":422,\"error\":\"Unprocessable Entity. Language code is not"
                + " recognized.\"}");
  }

  @Test
  @DisplayName("GC-153 WebVTT in any case and SRT are taken, other texts and large ones are not")
  void texts() {
    String path = subtitles("a");
    for (String good :
        List.of(VTT, VTT.replace("WEBVTT", "WebVTT"), "1\\n00:00:00,000 --> 00:00:01,000\\nHi")) {
      assertThat(house.post(path, subtitle("eng", good)).status()).as(good).isEqualTo(200);
    }
    for (String bad : List.of("Hello", "", "{}", "1".repeat((5 << 20) + 1))) {
      assertThat(house.post(path, subtitle("eng", bad)).status()).isEqualTo(422);
    }
    for (String body :
        List.of("{\"language\":\"eng\"}", "{\"language\":\"eng\",\"vtt\":7}", "{\"language\":7}")) {
      GcoreHouse.Answer answer = house.post(path, body);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body()).startsWith("{\"status\":422,\"error\":\"Unprocessable Entity. ");
    }
  }

  @Test
  @DisplayName("GC-154, GC-24 without speech recognition a transcription is refused")
  void transcription() {
    GcoreHouse.Answer answer =
        house.post(subtitles("a"), "{\"auto_transcribe_audio_language\":\"auto\"}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body())
        .isEqualTo("{\"error\":\"Feature is disabled. Contact support to enable.\"}");
  }

  @Test
  @DisplayName("GC-08 subtitles of another account's video, or of another video, are not there")
  void othersSubtitles() {
    String path = subtitles("a");
    long id = house.post(path, subtitle("eng", VTT)).number("id");
    assertThat(house.getAs(house.strangersKey, path).status()).isEqualTo(404);
    assertThat(house.get(subtitles("b") + "/" + id).status()).isEqualTo(404);
    assertThat(house.get(path + "/x").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("GC-157a directories are made, renamed and moved; a name is needed, a parent exists")
  void directories() {
    GcoreHouse.Answer top = house.post("/streaming/directories", "{\"name\":\"top\"}");
    assertThat(top.status()).isEqualTo(200);
    assertThat(top.body())
        .contains("\"parent_id\":null", "\"items_count\":0", "\"created_at\":\"20");
    long id = top.number("id");
    long below = make("below", id);
    assertThat(house.get("/streaming/directories/" + id).body()).contains("\"items_count\":1");
    String path = "/streaming/directories/" + below;
    GcoreHouse.Answer renamed = house.patch(path, "{\"name\":\"other\"}");
    assertThat(renamed.text("name")).isEqualTo("other");
    assertThat(renamed.number("parent_id")).isEqualTo(id);
    assertThat(house.post("/streaming/directories", "{}").body())
        .isEqualTo("{\"errors\":{\"name\":[\"can't be blank\"]}}");
    assertThat(house.patch(path, "{\"name\":\" \"}").status()).isEqualTo(422);
    assertThat(house.patch(path, "{\"parent_id\":99}").status()).isEqualTo(422);
    assertThat(
            house.patch("/streaming/directories/" + id, "{\"parent_id\":" + below + "}").status())
        .as("into itself")
        .isEqualTo(422);
    assertThat(house.getAs(house.strangersKey, path).body()).isEqualTo(NOT_FOUND);
  }

  @Test
  @DisplayName("GC-157c a tree has fifty levels at most, also by moving")
  void depth() {
    long at = make("top", null);
    for (int level = 2; level <= 50; level++) {
      at = make("level", at);
    }
    String path = "/streaming/directories";
    assertThat(house.post(path, "{\"name\":\"a\",\"parent_id\":" + at + "}").body())
        .isEqualTo("{\"errors\":{\"parent_id\":[\"lies too deep (maximum is 50 levels)\"]}}");
    long other = make("other", null);
    assertThat(house.patch(path + "/" + other, "{\"parent_id\":" + at + "}").status())
        .isEqualTo(422);
    assertThat(house.get(path + "/tree").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("GC-157b, GC-157c what lies in a directory, the tree, and all of it deleted")
  void contents() {
    long top = make("top", null);
    long below = make("below", top);
    make("empty", null);
    long inTop = video("one", top);
    long inBelow = video("two", below);
    JsonObject directory =
        house.get("/streaming/directories/" + top).json().object("directory").orElseThrow();
    assertThat(directory.number("items_count").orElseThrow().longValue()).isEqualTo(2);
    List<JsonValue> items = ((JsonArray) directory.member("items").orElseThrow()).elements();
    assertThat(items)
        .extracting(item -> ((JsonObject) item).string("item_type").orElseThrow())
        .containsExactly("Directory", "Video");
    assertThat(((JsonObject) items.get(1)).number("id").orElseThrow().longValue()).isEqualTo(inTop);
    List<JsonValue> tree =
        ((JsonArray) house.get("/streaming/directories/tree").json().member("tree").orElseThrow())
            .elements();
    assertThat(tree).hasSize(2);
    assertThat(tree.getFirst().toString()).contains("below");
    assertThat(((JsonObject) tree.get(1)).member("descendants")).contains(new JsonArray(List.of()));

    assertThat(house.delete("/streaming/directories/" + top).status()).isEqualTo(204);
    for (String gone :
        List.of(
            "/streaming/directories/" + top,
            "/streaming/directories/" + below,
            "/streaming/videos/" + inTop,
            "/streaming/videos/" + inBelow)) {
      assertThat(house.get(gone).status()).as(gone).isEqualTo(404);
    }
    assertThat(house.delete("/streaming/directories/" + top).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("GC-158 sets of qualities: listed, chosen for the account, named for a video")
  void qualities() {
    GcoreHouse.Answer sets = house.get("/streaming/quality_sets");
    assertThat(sets.body()).startsWith("{\"live\":[],\"vod\":[{\"id\":1,\"name\":\"Standard\"");
    assertThat(sets.body()).contains("\"qualities\":[{\"id\":360,\"name\":\"vod360n\"}");
    assertThat(sets.body()).doesNotContain("\"default\":true");
    String path = "/streaming/quality_sets/default";
    assertThat(house.put(path, "{\"vod\":{\"id\":2}}").body())
        .contains("\"name\":\"Mobile\",\"default\":true");
    GcoreHouse.Answer made = house.post("/streaming/videos", "{\"video\":{\"name\":\"a\"}}");
    assertThat(made.number("quality_set_id")).as("of the account").isEqualTo(2);
    assertThat(
            house
                .post("/streaming/videos", "{\"name\":\"a\",\"quality_set_id\":3}")
                .number("quality_set_id"))
        .isEqualTo(3);
    assertThat(house.post("/streaming/videos", "{\"name\":\"a\",\"quality_set_id\":77}").status())
        .isEqualTo(422);
    GcoreHouse.Answer unknown = house.put(path, "{\"vod\":{\"id\":77}}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.body()).startsWith("{\"status\":400,\"error\":");
    assertThat(house.put(path, "{\"vod\":{\"id\":null}}").body())
        .doesNotContain("\"default\":true");
  }

  @Test
  @DisplayName("GC-159 players are kept as they were said, with a name")
  void players() {
    String path = "/streaming/players";
    assertThat(house.get(path).body()).isEqualTo("[]");
    GcoreHouse.Answer made =
        house.post(path, "{\"player\":{\"name\":\"a <b>\",\"fg_color\":\"#fff\",\"id\":99}}");
    assertThat(made.status()).isEqualTo(200);
    long id = made.number("id");
    assertThat(made.body())
        .isEqualTo("{\"id\":" + id + ",\"name\":\"a <b>\",\"fg_color\":\"#fff\"}");
    String one = path + "/" + id;
    assertThat(house.patch(one, "{\"player\":{\"autostart\":true}}").body())
        .contains("\"name\":\"a <b>\"", "\"autostart\":true");
    assertThat(house.get(path).list()).hasSize(1);
    GcoreHouse.Answer preview = house.get(one + "/preview");
    assertThat(preview.headers().first("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(preview.body()).contains("a &lt;b&gt;").doesNotContain("<b>");
    assertThat(house.post(path, "{\"player\":{}}").body())
        .isEqualTo("{\"errors\":{\"name\":[\"can't be blank\"]}}");
    assertThat(house.getAs(house.strangersKey, one).body()).isEqualTo(NOT_FOUND);
    assertThat(house.get("/streaming/playlists/" + id).status()).as("another kind").isEqualTo(404);
    assertThat(house.delete(one).status()).isEqualTo(204);
    assertThat(house.get(one).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("GC-159 playlists tell their videos that are there, in order, at most 128")
  void playlists() {
    Video one = house.made("one");
    Video two = house.made("two");
    GcoreHouse.Answer made =
        house.post(
            "/streaming/playlists",
            "{\"name\":\"list\",\"video_ids\":[%d,77,%d]}".formatted(two.serial(), one.serial()));
    assertThat(made.status()).isEqualTo(200);
    String path = "/streaming/playlists/" + made.number("id");
    assertThat(house.get(path + "/videos").list())
        .extracting(video -> ((JsonObject) video).string("name").orElseThrow())
        .containsExactly("two", "one");
    String many = "{\"video_ids\":[" + "1,".repeat(128) + "1]}";
    assertThat(house.post("/streaming/playlists", many).status()).isEqualTo(422);
    assertThat(house.patch(path, "{\"video_ids\":[\"x\"]}").status()).isEqualTo(422);
    assertThat(house.patch(path, "{\"video_ids\":[]}").status()).isEqualTo(200);
    assertThat(house.get(path + "/videos").body()).isEqualTo("[]");
    assertThat(house.delete(path).status()).isEqualTo(204);
  }

  @Test
  @DisplayName(
      "GC-166 the content key is for the account's own API key, and for encrypted accounts")
  void contentKey() {
    Video video = house.made("a video");
    long account = house.account.number();
    String path = "/streaming/videos/" + account + "_" + video.playbackId() + "/encryption";
    assertThat(house.get(path).status()).as("never encrypted").isEqualTo(404);
    house.protections.put(new Protection(account, false, null, false, true, "0f".repeat(32), null));
    GcoreHouse.Answer key = house.get(path);
    assertThat(key.status()).isEqualTo(200);
    assertThat(key.headers().first("Content-Type")).contains("application/octet-stream");
    assertThat(key.headers().first("Content-Transfer-Encoding")).contains("binary");
    assertThat(house.protections.of(account).contentKey(video.id())).hasSize(16);
    assertThat(house.send(Request.to("GET", path)).status()).isEqualTo(401);
    assertThat(house.getAs(house.strangersKey, path).status()).isEqualTo(404);
    assertThat(house.get(path.replace(account + "_", "99_")).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/streaming/streams",
        "/streaming/streams/1/start",
        "/streaming/broadcasts",
        "/streaming/restreams/1",
        "/streaming/statistics/views"
      })
  @DisplayName("GC-22, GC-159 families that are not here")
  void absent(String path) {
    assertThat(house.get(path).body()).isEqualTo(NOT_FOUND);
    assertThat(house.post(path, "{}").status()).isEqualTo(404);
    assertThat(house.send(Request.to("GET", path)).status()).isEqualTo(401);
  }

  @Test
  @DisplayName("GC-24 what would need AI")
  void ai() {
    assertThat(house.post("/streaming/ai/tasks", "{}").body())
        .isEqualTo("{\"error\":\"Feature is disabled. Contact support to enable.\"}");
    assertThat(house.get("/streaming/ai/tasks/1").status()).isEqualTo(422);
  }

  @Test
  @DisplayName("GC-140, GC-145, GC-146 a video tells of its files once they are there")
  void files() {
    Video video = house.made("a video");
    UUID id = video.id();
    assertThat(house.get(house.path(video)).body())
        .contains("\"screenshots\":[]", "\"sprite\":null", "\"screenshot\":null");
    house.processing(id, 360, 720);
    assertThat(house.get(house.path(video)).body()).contains("/360p.mp4\"", "/720p.mp4\"");
    house.viewable(id, 360);
    GcoreHouse.Answer shown = house.get(house.path(video));
    String folder =
        "https://video.example/videos/" + house.account.number() + "_" + video.playbackId() + "/";
    assertThat(shown.text("sprite")).isEqualTo(folder + video.playbackId() + ".jpg");
    assertThat(shown.text("sprite_vtt")).isEqualTo("WEBVTT of " + video.playbackId());
    assertThat(shown.text("screenshot")).startsWith(folder + "shot-");
    assertThat(house.get("/streaming/videos").body())
        .as("in lists without the index, which may be long")
        .contains("\"sprite\":\"" + folder, "\"sprite_vtt\":null");
    house.patch(house.path(video), "{\"screenshot_id\":1}");
    assertThat(house.get(house.path(video)).text("screenshot")).isEqualTo(folder + "last.jpg");
  }

  private String subtitles(String name) {
    return house.path(house.made(name)) + "/subtitles";
  }

  private static String subtitle(String language, String text) {
    return "{\"language\":\"" + language + "\",\"vtt\":\"" + text.replace("\"", "\\\"") + "\"}";
  }

  private long make(String name, @Nullable Long parent) {
    return house
        .post("/streaming/directories", "{\"name\":\"" + name + "\",\"parent_id\":" + parent + "}")
        .number("id");
  }

  private long video(String name, long directory) {
    return house
        .post(
            "/streaming/videos",
            "{\"video\":{\"name\":\"" + name + "\",\"directory_id\":" + directory + "}}")
        .number("id");
  }
}
