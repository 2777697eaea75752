package slipway.api.gcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.api.gcore.GcoreHouse.Answer;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Samples;

/** One video, as it is shown in each phase. */
final class GcoreVideoTest {
  private final GcoreHouse house = new GcoreHouse();

  @Test
  @DisplayName("GC-35 GC-11 GC-12 a new video is empty, and its URLs are there already")
  void empty() {
    Video video = house.made("Demo");
    Answer answer = house.get(house.path(video));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.number("id")).isEqualTo(video.serial());
    assertThat(answer.number("client_id")).isEqualTo(house.account.number());
    assertThat(answer.text("slug")).matches("[0-9a-zA-Z]{16}");
    assertThat(answer.text("status")).isEqualTo("empty");
    assertThat(answer.json().member("duration")).contains(new JsonNull());
    assertThat(answer.json().member("error")).contains(new JsonNull());
    assertThat(answer.json().member("converted_videos")).contains(new JsonArray(List.of()));
    assertThat(answer.json().member("screenshots")).contains(new JsonArray(List.of()));
    assertThat(answer.text("hls_url"))
        .isEqualTo(
            "https://video.example/videos/%d_%s/master.m3u8"
                .formatted(video.account(), video.playbackId()));
    assertThat(answer.text("hls_cmaf_url")).endsWith("/master-cmaf.m3u8");
    assertThat(answer.text("dash_url")).endsWith("/master.mpd");
    assertThat(answer.text("created_at"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  }

  @Test
  @DisplayName("GC-36 every member of the contract's table is there, if only as null")
  void everyMember() {
    Answer answer = house.get(house.path(house.made("Demo")));
    assertThat(answer.json().members().keySet())
        .contains(
            "id",
            "name",
            "description",
            "client_id",
            "slug",
            "status",
            "error",
            "duration",
            "origin_video_duration",
            "origin_size",
            "origin_width",
            "origin_height",
            "origin_audio_channels",
            "origin_url",
            "origin_filename",
            "origin_host",
            "origin_resource",
            "origin_storage",
            "created_at",
            "updated_at",
            "hls_url",
            "hls_cmaf_url",
            "dash_url",
            "iframe_url",
            "converted_videos",
            "screenshots",
            "screenshot",
            "screenshot_id",
            "poster",
            "poster_thumb",
            "sprite",
            "sprite_vtt",
            "views",
            "cdn_views",
            "client_user_id",
            "directory_id",
            "quality_set_id",
            "stream_id",
            "ad_id",
            "player_id",
            "priority",
            "clip_start_seconds",
            "clip_duration_seconds",
            "record_type",
            "recording_started_at",
            "projection",
            "encryption",
            "share_url",
            "custom_iframe_url",
            "demo",
            "folders");
  }

  @Test
  @DisplayName(
      "GC-40 GC-50 while it is worked on every rendition is there at once, without progress")
  void pending() {
    Video video = house.made("Demo");
    house.processing(video.id(), 360, 468, 720);
    Answer answer = house.get(house.path(video));
    assertThat(answer.text("status")).isEqualTo("pending");
    assertThat(answer.number("duration")).isEqualTo(30_024);
    assertThat(answer.number("origin_width")).isEqualTo(854);
    List<JsonObject> converted = converted(answer);
    assertThat(converted)
        .extracting(one -> one.string("name").orElseThrow())
        .containsExactly("vod360n", "vod480n", "vod720n");
    assertThat(converted)
        .allSatisfy(one -> {
          assertThat(one.string("status")).contains("processing");
          assertThat(one.string("error")).contains("");
          assertThat(one.number("progress").orElseThrow()).isZero();
          assertThat(one.member("size")).contains(new JsonNull());
        });
  }

  @Test
  @DisplayName(
      "GC-42 GC-55 a rendition that failed stays there, and the video is viewable for good")
  void oneFailed() {
    Video video = house.made("Demo");
    house.processing(video.id(), 360, 720);
    house.viewable(video.id(), 360);
    house.move.renditionFailed(
        video.id(), "720p", new Failure(Failure.Kind.INTERNAL, "The encoder broke."));
    house.move.settled(video.id(), Failure.Kind.INTERNAL);
    Answer answer = house.get(house.path(video));
    assertThat(answer.text("status")).isEqualTo("viewable");
    assertThat(answer.text("error")).isEqualTo("Encoding has failed");
    assertThat(converted(answer))
        .extracting(one -> one.string("status").orElseThrow())
        .containsExactly("complete", "error");
    assertThat(converted(answer).getFirst().number("progress").orElseThrow().intValue())
        .isEqualTo(100);
  }

  @Test
  @DisplayName("GC-51 the status goes from empty to ready and never backwards")
  void order() {
    Video video = house.made("Demo");
    assertThat(status(video)).isEqualTo("empty");
    house.arrived(video.id(), 1000);
    assertThat(status(video)).isEqualTo("empty"); // it may still turn out to be no video
    house.move.inspected(video.id(), Samples.FACTS);
    assertThat(status(video)).isEqualTo("pending");
    house.viewable(video.id(), 360);
    assertThat(status(video)).isEqualTo("viewable");
    house.move.ready(video.id());
    assertThat(status(video)).isEqualTo("ready");
  }

  @Test
  @DisplayName("GC-53 GC-54 what is no video stays empty, with the reason")
  void fileInvalid() {
    Video video = house.made("Demo");
    house.arrived(video.id(), 1000);
    house.move.failed(video.id(), new Failure(Failure.Kind.NOT_MEDIA, "This is a text."));
    Answer answer = house.get(house.path(video));
    assertThat(answer.text("status")).isEqualTo("empty");
    assertThat(answer.text("error")).isEqualTo("File Invalid");
    assertThat(converted(answer)).isEmpty();
  }

  @Test
  @DisplayName("GC-53 a file that is too large says so, and not that the storage is full")
  void tooLarge() {
    for (Failure failure :
        List.of(
            new Failure(Failure.Kind.TOO_LARGE, "The file has more than 30 bytes."),
            new Failure(Failure.Kind.OVER_LIMIT, "The account's storage is used up."))) {
      Video video = house.made("Demo");
      house.arrived(video.id(), 1000);
      house.move.failed(video.id(), failure);
      assertThat(house.get(house.path(video)).text("error"))
          .isEqualTo(
              failure.kind() == Failure.Kind.TOO_LARGE
                  ? "The file has more than 30 bytes."
                  : "The storage limit has been exceeded");
    }
  }

  @Test
  @DisplayName("GC-55 where nothing can be played after all, the status is error")
  void processingFailed() {
    Video video = house.made("Demo");
    house.processing(video.id(), 360);
    house.move.failed(video.id(), new Failure(Failure.Kind.INTERNAL, "The encoder broke."));
    Answer answer = house.get(house.path(video));
    assertThat(answer.text("status")).isEqualTo("error");
    assertThat(answer.text("error")).isEqualTo("Encoding has failed");
  }

  @Test
  @DisplayName("GC-02 a slash at the end makes no difference, and nothing is redirected")
  void slashes() {
    Video video = house.made("Demo");
    assertThat(house.get(house.path(video) + "/").body())
        .isEqualTo(house.get(house.path(video)).body());
  }

  @Test
  @DisplayName("GC-04 the older base answers, too")
  void olderBase() {
    Video video = house.made("Demo");
    assertThat(house.get("/vp/api/videos/" + video.serial()).number("id"))
        .isEqualTo(video.serial());
  }

  @Test
  @DisplayName("GC-05 GC-06 GC-14 the scheme's case does not count, nor do headers of SDKs")
  void schemes() {
    Video video = house.made("Demo");
    for (String scheme : List.of("APIKey", "APIkey", "apikey")) {
      Answer answer =
          house.send(
              Request.to("GET", house.path(video))
                  .header("authorization", scheme + " " + house.key)
                  .header("X-Stainless-Lang", "python")
                  .header("User-Agent", "Gcore/Python 0.53.0"));
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("GC-09 GC-10 GC-27 without a key, and with a wrong one, the answer is 401 in JSON")
  void unknown() {
    Video video = house.made("Demo");
    for (Answer answer :
        List.of(
            house.send(Request.to("GET", house.path(video))),
            house.getAs("1$00", house.path(video)),
            house.getAs("1_00", house.path(video)))) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers().first("Content-Type")).contains("application/json");
      assertThat(answer.number("status")).isEqualTo(401);
      assertThat(answer.text("error")).isNotBlank();
    }
  }

  @Test
  @DisplayName("GC-08 GC-22 GC-68 another account's video, none, and no number are not found")
  void notFound() {
    Video video = house.made("Demo");
    for (Answer answer :
        List.of(
            house.getAs(house.strangersKey, house.path(video)),
            house.get("/streaming/videos/4711"),
            house.get("/streaming/videos/abc"),
            house.get("/streaming/nothing"))) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body())
          .isEqualTo(
              "{\"status\":404,\"error\":\"Not Found. Entity you are looking for was not found,"
                  + " please check the initial parameters\"}");
    }
  }

  @Test
  void keysOfBrowsersAreForTheirPages() {
    Video video = house.made("Demo");
    String mine = house.browserKey(/* fullAccess= */ true, "https://app.example");
    assertThat(fromPage(video, mine, "https://app.example").status()).isEqualTo(200);
    assertThat(fromPage(video, mine, "https://evil.example").status()).isEqualTo(403);
    String restricted = house.browserKey(/* fullAccess= */ false, "https://app.example");
    assertThat(fromPage(video, restricted, "https://app.example").status()).isEqualTo(403);
  }

  private Answer fromPage(Video video, String key, String origin) {
    return house.send(
        Request.to("GET", house.path(video))
            .header("Authorization", "APIKey " + key)
            .header("Origin", origin));
  }

  private String status(Video video) {
    return house.get(house.path(video)).text("status");
  }

  private static List<JsonObject> converted(Answer answer) {
    return answer.json().elements("converted_videos").orElseThrow().stream()
        .map(JsonObject.class::cast)
        .toList();
  }
}
