package slipway.api.gcore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.api.gcore.GcoreHouse.Answer;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonBool;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.RecordingWork;

/** {@code POST /streaming/videos}. */
final class GcoreCreateTest {
  private static final String VIDEOS = "/streaming/videos";

  private final GcoreHouse house = new GcoreHouse();

  @Test
  @DisplayName("GC-01 GC-02 GC-32 GC-33 the guide's curl gets one object, at either spelling")
  void guide() {
    for (String path : List.of(VIDEOS, VIDEOS + "/")) {
      Answer answer =
          house.post(
              path,
              """
              {"video":{"name":"Gcore Demo","description":"Uploaded via TUS session"}}
              """);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("name")).isEqualTo("Gcore Demo");
      assertThat(answer.text("description")).isEqualTo("Uploaded via TUS session");
      assertThat(answer.json().member("duration")).contains(new JsonNull());
      assertThat(answer.text("status")).isEqualTo("empty");
    }
  }

  @Test
  @DisplayName("GC-30 the mobile apps leave the wrapper away; with both, the wrapper wins")
  void wrapper() {
    assertThat(created("{'name':'Bare'}").text("name")).isEqualTo("Bare");
    assertThat(created("{'name':'outside','video':{'name':'inside'}}").text("name"))
        .isEqualTo("inside");
    assertThat(created("{'name':'Bare','video':null}").text("name")).isEqualTo("Bare");
  }

  @Test
  @DisplayName("GC-33 generated SDKs get an array, and a setting decides for everybody")
  void array() {
    assertThat(bySdk(house).list()).hasSize(1);
    var always =
        new GcoreHouse(
            new GcoreSettings(
                GcoreSettings.CreateAnswer.ARRAY,
                Optional.empty(),
                /* uploadSessions= */ 1000,
                Optional.empty()));
    assertThat(always.post(VIDEOS, "{\"name\":\"a\"}").list()).hasSize(1);
    var never =
        new GcoreHouse(
            new GcoreSettings(
                GcoreSettings.CreateAnswer.OBJECT,
                Optional.empty(),
                /* uploadSessions= */ 1000,
                Optional.empty()));
    assertThat(bySdk(never).text("name")).isEqualTo("a");
  }

  private static Answer bySdk(GcoreHouse house) {
    return house.send(
        house
            .request("POST", VIDEOS)
            .header("X-Stainless-Lang", "go")
            .body("{\"video\":{\"name\":\"a\"}}".getBytes(UTF_8)));
  }

  @Test
  @DisplayName("GC-20 GC-31 a name is needed: none, null, empty, blank, and no body at all")
  void blankName() {
    for (String body :
        List.of("", "{}", "{'video':{}}", "{'name':null}", "{'name':''}", "{'name':'  '}")) {
      Answer answer = created(body);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body()).isEqualTo("{\"errors\":{\"name\":[\"can't be blank\"]}}");
    }
  }

  @Test
  @DisplayName("GC-23 what cannot be read is 400 in JSON")
  void malformed() {
    for (String body : List.of("{", "[]", "7", "{'name':7}", "{'video':[]}")) {
      Answer answer = created(body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.number("status")).isEqualTo(400);
      assertThat(answer.text("error")).startsWith("Bad Request");
    }
  }

  @Test
  @DisplayName("GC-31 names are not unique")
  void twice() {
    assertThat(created("{'name':'same'}").number("id"))
        .isNotEqualTo(created("{'name':'same'}").number("id"));
  }

  @Test
  @DisplayName("GC-13 what is unknown, null or only the apps' own is ignored")
  void ignored() {
    Answer answer =
        created(
            "{'video':{'name':'a','duration':5,'origin_size':7,'origin_height':1,'ad_id':3,"
                + "'stream_id':9,'hls_url':'x','nonsense':{'a':1},'priority':null}}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().member("stream_id")).contains(new JsonNull());
    assertThat(answer.number("priority")).isZero();
  }

  @Test
  @DisplayName("GC-36 what was said is told again")
  void attributes() {
    Answer answer =
        created(
            "{'video':{'name':'a','priority':-10,"
                + "'source_bitrate_limit':false,'screenshot_id':-1,'client_user_id':42,"
                + "'projection':'vr360','share_url':'https://a/b',"
                + "'custom_iframe_url':'https://c/d','auto_transcribe_audio_language':'ger',"
                + "'auto_translate_subtitles_language':'default',"
                + "'poster':'data:image/png;base64,AQID'}}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.number("priority")).isEqualTo(-10);
    assertThat(answer.json().member("source_bitrate_limit")).contains(new JsonBool(false));
    assertThat(answer.number("client_user_id")).isEqualTo(42);
    assertThat(answer.text("projection")).isEqualTo("vr360");
    assertThat(answer.text("share_url")).isEqualTo("https://a/b");
    assertThat(answer.text("custom_iframe_url")).isEqualTo("https://c/d");
    assertThat(answer.text("auto_transcribe_audio_language")).isEqualTo("ger");
    assertThat(answer.text("poster")).startsWith("https://video.example/videos/");
    assertThat(answer.text("screenshot")).isEqualTo(answer.text("poster"));
    assertThat(answer.text("poster_thumb"))
        .isEqualTo(answer.text("poster").replace("/of-", "/thumb-of-"));
    assertThat(house.posters.adopted()).isEqualTo(house.posters.kept().keySet());
    assertThat(house.posters.kept().values()).containsExactly(new byte[] {1, 2, 3});
  }

  @Test
  @DisplayName("GC-20 GC-126 a value that will not do is told by its field, and nothing is made")
  void refusals() {
    refused("priority", "'priority':11");
    refused("priority", "'priority':-11");
    refused("clip_start_seconds", "'clip_duration_seconds':5");
    refused("directory_id", "'directory_id':5");
    refused("quality_set_id", "'quality_set_id':5");
    refused("screenshot_id", "'screenshot_id':-2");
    refused("projection", "'projection':'flat'");
    refused("poster", "'poster':'https://a/b.png'");
    refused("poster", "'poster':'data:image/gif;base64,AAAA'");
    refused("remote_poster_url", "'remote_poster_url':'https://a/missing.png'");
    refused("origin_http_headers", "'origin_http_headers':'Cookie: a=b'");
    refused("origin_http_headers", "'origin_http_headers':'Authorization: a\\nHost: b'");
    refused("origin_url", "'origin_url':'sftp://a@b/c.mp4'");
    refused("origin_url", "'origin_url':'http://127.0.0.1/c.mp4'");
    assertThat(house.get(VIDEOS).list()).isEmpty();
    assertThat(house.posters.kept()).isEmpty();
  }

  private void refused(String field, String attribute) {
    Answer answer = created("{'name':'a'," + attribute + "}");
    assertThat(answer.status()).as(attribute).isEqualTo(422);
    JsonObject errors = answer.json().object("errors").orElseThrow();
    assertThat(errors.members().keySet()).containsExactly(field);
    assertThat(((JsonArray) errors.member(field).orElseThrow()).elements()).hasSize(1);
  }

  @Test
  @DisplayName("GC-34 GC-120 GC-125 with a URL it is fetched, and its header is told to nobody")
  void fromUrl() {
    Answer answer =
        created(
            "{'video':{'name':'a','origin_url':'https://origin.example/a.mp4',"
                + "'origin_http_headers':'Authorization: Bearer s3cr3t'}}");
    assertThat(answer.text("status")).isEqualTo("empty");
    assertThat(answer.text("origin_url")).isEqualTo("https://origin.example/a.mp4");
    assertThat(answer.body()).doesNotContain("s3cr3t").doesNotContain("origin_http_headers");
    Video video = house.shown(answer);
    assertThat(video.source()).isEqualTo(new Source.Url("https://origin.example/a.mp4", null));
    assertThat(house.authorizations.of(video.id())).contains("Bearer s3cr3t");
    assertThat(house.work.asked()).contains(new RecordingWork.Asked("fetch", video.id()));
    assertThat(video.toString()).doesNotContain("s3cr3t");
  }

  @Test
  @DisplayName("GC-36 a part may be asked for, and is told again")
  void cut() {
    Answer answer = created("{'name':'a','clip_start_seconds':5,'clip_duration_seconds':7}");
    assertThat(answer.number("clip_start_seconds")).isEqualTo(5);
    assertThat(answer.number("clip_duration_seconds")).isEqualTo(7);
    assertThat(house.shown(answer).wishes().isCut()).isTrue();
    assertThat(house.shown(created("{'name':'a'}")).wishes().isCut()).isFalse();
    refused("clip_start_seconds", "'clip_start_seconds':-1");
    refused("clip_duration_seconds", "'clip_start_seconds':0,'clip_duration_seconds':0");
  }

  @Test
  @DisplayName("GC-125 with a secret no gateway stands in for the URL's own server")
  void secretsAndGateways() {
    Answer answer =
        created(
            "{'name':'a','origin_url':'https://arweave.net/abc',"
                + "'origin_http_headers':'Authorization: Bearer s'}");
    assertThat(house.shown(answer).source())
        .isEqualTo(new Source.Url("https://arweave.net/abc", null));
    refused(
        "origin_http_headers",
        "'origin_url':'ipfs://abc','origin_http_headers':'Authorization: Bearer s'");
  }

  @Test
  @DisplayName("GC-36 a directory that is deleted while a poster is fetched has no video in it")
  void directoryGoesMeanwhile() {
    long directory = house.directories.make(house.account.number(), "d", null).number();
    house.posters.whileFetching(() -> house.directories.delete(house.account.number(), directory));
    refused(
        "directory_id", "'directory_id':" + directory + ",'remote_poster_url':'https://a/b.png'");
    assertThat(house.get(VIDEOS).list()).isEmpty();
    assertThat(house.posters.kept()).isEmpty();
  }

  @Test
  @DisplayName("GC-34 an empty or null URL is none")
  void withoutUrl() {
    for (String url : List.of("''", "null")) {
      Answer answer = created("{'name':'a','origin_url':" + url + "}");
      assertThat(house.shown(answer).phase()).isEqualTo(new Phase.AwaitingBytes());
      assertThat(answer.json().member("origin_url")).contains(new JsonNull());
    }
  }

  @Test
  @DisplayName("GC-120 any number may be queued, beyond what other doors let an account")
  void unlimited() {
    for (int i = 0; i < 150; i++) {
      Answer answer = created("{'name':'a','origin_url':'https://o.example/" + i + "'}");
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("GC-86 an entity waits for its file without end")
  void waits() {
    Video video = house.shown(created("{'name':'a'}"));
    house.clock.advance(Duration.ofDays(3650));
    assertThat(house.ports.uploads().overdue(house.clock.instant(), null, 10)).isEmpty();
    assertThat(house.take.find().byVideo(video.id()).video()).isEqualTo(video.id());
  }

  private Answer created(String json) {
    return house.post(VIDEOS, json.replace('\'', '"'));
  }
}
