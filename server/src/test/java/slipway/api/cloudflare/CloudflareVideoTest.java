package slipway.api.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.cloudflare.CloudflareHouse.Answer;
import slipway.core.journey.DeleteDue;
import slipway.core.policy.Policy;
import slipway.core.video.Details;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.json.Json;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.testing.Samples;

/** The video object (section 7 of the contract), and how it is changed. */
class CloudflareVideoTest {
  private final CloudflareHouse house = new CloudflareHouse();

  private JsonObject status(UUID id) {
    return house.get(house.video(id)).result().object("status").orElseThrow();
  }

  @Test
  @DisplayName("CF-14, CF-15, CF-75 a ready video of another dialect, every member of its type")
  void ready() {
    Video video = house.ready("holiday", Samples.FACTS);
    JsonObject shape = house.get(video).result();
    String uid = CloudflareIds.uid(video.id());

    for (String text :
        List.of("uid", "thumbnail", "created", "modified", "preview", "readyToStreamAt")) {
      assertThat(shape.member(text).orElseThrow()).as(text).isInstanceOf(JsonString.class);
    }
    for (String nothing :
        List.of(
            "creator",
            "scheduledDeletion",
            "uploadExpiry",
            "maxSizeBytes",
            "maxDurationSeconds",
            "watermark",
            "clippedFrom",
            "publicDetails")) {
      assertThat(shape.member(nothing)).as(nothing).contains(new JsonNull());
    }
    for (String number : List.of("size", "duration", "thumbnailTimestampPct")) {
      assertThat(shape.member(number).orElseThrow()).as(number).isInstanceOf(JsonNumber.class);
    }
    assertThat(shape.members()).doesNotContainKeys("liveInput", "clippedFromVideoUID");
    assertThat(shape.string("thumbnail"))
        .contains("https://video.example/" + uid + "/thumbnails/thumbnail.jpg");
    assertThat(shape.string("preview")).contains("https://video.example/" + uid + "/watch");
    JsonObject playback = shape.object("playback").orElseThrow();
    assertThat(playback.string("hls"))
        .contains("https://video.example/" + uid + "/manifest/video.m3u8");
    assertThat(playback.string("dash"))
        .contains("https://video.example/" + uid + "/manifest/video.mpd");
    assertThat(shape.number("duration").orElseThrow().doubleValue()).isEqualTo(30.024);
    assertThat(shape.number("size").orElseThrow().intValue()).isEqualTo(1000);
    assertThat(house.get(video).body())
        .contains("\"input\":{\"width\":854,\"height\":480}")
        .contains("\"meta\":{\"name\":\"holiday\"}")
        .contains("\"allowedOrigins\":[]");
    assertThat(shape.isTrue("readyToStream")).isTrue();
    assertThat(shape.string("created").orElseThrow())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
  }

  @Test
  @DisplayName("CF-76, CF-78, CF-79, CF-64 pendingupload, queued, inprogress, playable, ready")
  void states() {
    UUID id = house.direct("{\"maxDurationSeconds\":60}");
    assertThat(status(id).toString()).contains("pendingupload").doesNotContain("pctComplete");
    assertThat(status(id).string("errorReasonCode")).contains("");
    assertThat(house.get(house.video(id)).body())
        .contains("\"duration\":-1,\"input\":{\"width\":-1,\"height\":-1}")
        .contains("\"size\":0")
        .contains("\"uploaded\":null");

    house.take.start(house.take.find().byVideo(id), 10L, "");
    assertThat(status(id).string("state")).contains("pendingupload");
    house.upload(id, 10);
    assertThat(status(id).string("state")).contains("queued");

    house.move.started(id);
    house.move.inspected(id, Samples.FACTS);
    assertThat(status(id).string("state")).contains("inprogress");
    assertThat(status(id).string("step")).contains("encoding");
    assertThat(house.get(house.video(id)).result().isTrue("readyToStream")).isFalse();

    house.playable(id);
    house.videos.update(house.video(id).progressed(0.39, house.clock.instant()));
    assertThat(status(id).string("state")).contains("inprogress");
    assertThat(status(id).string("pctComplete")).contains("39.000000");
    assertThat(house.get(house.video(id)).result().isTrue("readyToStream")).isTrue();

    house.move.ready(id);
    assertThat(status(id).string("state")).contains("ready");
    assertThat(status(id).string("pctComplete")).contains("100.000000");
    assertThat(status(id).members()).doesNotContainKeys("step", "errReasonCode");
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_MEDIA,ERR_NON_VIDEO,The file was not recognized as a valid video file.",
    "NOTHING_TO_PLAY,ERR_NON_VIDEO,The file was not recognized as a valid video file.",
    "BAD_PLAYLIST,ERR_NON_VIDEO,why",
    "UNREADABLE,ERR_MALFORMED_VIDEO,The video was deemed to be corrupted or malformed.",
    "INCOMPLETE,ERR_MALFORMED_VIDEO,why",
    "TOO_LONG,ERR_DURATION_EXCEED_CONSTRAINT,why",
    "TOO_SHORT,ERR_DURATION_TOO_SHORT,why",
    "NOT_FETCHED,ERR_FETCH_ORIGIN_ERROR,why",
    "INTERNAL,ERR_UNKNOWN,why"
  })
  @DisplayName("CF-76, CF-77, CF-80 every reason, under both names")
  void errors(Failure.Kind kind, String code, String text) {
    UUID id = house.direct("{\"maxDurationSeconds\":60}");
    house.upload(id, 10);
    house.move.failed(id, new Failure(kind, "why"));

    JsonObject status = status(id);
    assertThat(status.string("state")).contains("error");
    assertThat(status.string("errorReasonCode")).contains(code);
    assertThat(status.string("errReasonCode")).contains(code);
    assertThat(status.string("errorReasonText")).contains(text);
    assertThat(status.string("errReasonText")).contains(text);
    assertThat(status.string("step")).contains("encoding");
    assertThat(house.get("?status=error").results()).hasSize(1);
  }

  @Test
  @DisplayName("CF-88 an edit changes what it names and nothing else, and moves modified")
  void edit() {
    UUID id =
        house.direct(
            "{\"maxDurationSeconds\":60,\"creator\":\"anna\",\"meta\":{\"name\":\"a\",\"b\":1}}");
    String before = house.get(house.video(id)).result().string("modified").orElseThrow();
    house.clock.advance(Duration.ofSeconds(1));

    Answer answer =
        house.post(
            uid(id),
            """
            {"uid":"%s","meta":{"name":"z","c":{"d":2}},"requireSignedURLs":true,
             "allowedOrigins":["a.example"],"thumbnailTimestampPct":0.5,"unknown":1}
            """
                .formatted(CloudflareIds.uid(id)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(house.get(house.video(id)).body());
    assertThat(answer.body())
        .contains("\"meta\":{\"name\":\"z\",\"c\":{\"d\":2}}")
        .contains("\"allowedOrigins\":[\"a.example\"]")
        .contains("\"creator\":\"anna\"")
        .contains("\"thumbnailTimestampPct\":0.5");
    assertThat(answer.result().string("modified").orElseThrow()).isGreaterThan(before);
    assertThat(house.video(id).wishes().effectivePolicy().kind()).isEqualTo(Policy.Kind.TOKEN);

    house.post(uid(id), "{\"requireSignedURLs\":false}");
    assertThat(house.video(id).wishes().effectivePolicy())
        .isEqualTo(new Policy(Policy.Kind.PUBLIC, null, null, null, List.of("a.example")));
    assertThat(house.post(uid(id), "{\"meta\":{}}").body()).contains("\"meta\":{}");
  }

  private static String uid(UUID id) {
    return "/" + CloudflareIds.uid(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"uid\":\"0123456789abcdef0123456789abcdef\"}",
        "{\"uid\":1}",
        "{\"publicDetails\":[]}",
        "{\"publicDetails\":{\"logo\":\"http://a.example/a.png\"}}",
        "{\"publicDetails\":{\"title\":1}}",
        "{\"publicDetails\":{\"media_id\":{}}}",
        "{\"thumbnailTimestampPct\":2}"
      })
  @DisplayName("CF-88, CF-151 what cannot be is refused")
  void badEdits(String body) {
    UUID id = house.direct("{\"maxDurationSeconds\":60}");
    Answer before = house.get(house.video(id));

    assertThat(house.post(uid(id), body).status()).isEqualTo(400);
    assertThat(house.get(house.video(id)).body()).isEqualTo(before.body());
  }

  @Test
  @DisplayName("CF-88, CF-11 the whole object may be sent back; a name beside it says nothing")
  void sentBack() {
    UUID copied = CloudflareHouse.id(house.post("/copy", "{\"url\":\"https://a.example/b.mp4\"}"));
    UUID made = house.direct("{\"maxDurationSeconds\":60,\"meta\":{\"name\":\"a\",\"b\":1}}");
    house.makeReady(made, Samples.FACTS);
    for (UUID id : List.of(copied, made)) {
      JsonObject shown = house.get(house.video(id)).result();
      Answer answer = house.post(uid(id), Json.writeText(shown));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(house.post(uid(id), "{\"name\":\"other\",\"uid\":null}").status()).isEqualTo(200);
      assertThat(house.get(house.video(id)).result().members().get("meta"))
          .isEqualTo(shown.members().get("meta"));
    }
  }

  @Test
  @DisplayName("CF-88 a creator is taken back with null, and not named by a header")
  void creatorTakenBack() {
    UUID id = house.direct("{\"maxDurationSeconds\":60,\"creator\":\"anna\"}");
    house.send(house.request("POST", house.path(uid(id))).header("Upload-Creator", "berta"));
    assertThat(house.video(id).wishes().creator()).isEqualTo("anna");

    assertThat(house.post(uid(id), "{\"creator\":null}").body()).contains("\"creator\":null");
  }

  @Test
  @DisplayName("CF-88 the limits of a pending upload change, those of a finished one do not")
  void pendingLimits() {
    UUID id = house.direct("{\"maxDurationSeconds\":60}");
    var until = house.clock.instant().plus(Duration.ofHours(1));

    Answer answer =
        house.post(uid(id), "{\"maxDurationSeconds\":90,\"uploadExpiry\":\"" + until + "\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.result().number("maxDurationSeconds").orElseThrow().intValue()).isEqualTo(90);
    var upload = house.ports.uploads().ofVideo(id).orElseThrow();
    assertThat(upload.limits().maxDuration()).isEqualTo(Duration.ofSeconds(90));
    assertThat(upload.limits().closesAt()).isEqualTo(until);
    assertThat(upload.ticketExpiresAt()).isEqualTo(until);

    house.upload(id, 10);
    assertThat(house.post(uid(id), "{\"maxDurationSeconds\":80}").status()).isEqualTo(400);
  }

  @Test
  @DisplayName("CF-88, CF-93 a deletion is planned, taken back with null, and else carried out")
  void scheduledDeletion() {
    Video staying = house.ready("staying", Samples.FACTS);
    Video going = house.ready("going", Samples.FACTS);
    var at = house.clock.instant().plus(Duration.ofDays(31));
    for (Video video : List.of(staying, going)) {
      Answer answer = house.post(uid(video.id()), "{\"scheduledDeletion\":\"" + at + "\"}");
      assertThat(CloudflareTimes.parse(answer.result().string("scheduledDeletion").orElseThrow()))
          .contains(at);
    }
    assertThat(house.post(uid(staying.id()), "{\"meta\":{}}").result().string("scheduledDeletion"))
        .isPresent();
    assertThat(house.post(uid(staying.id()), "{\"scheduledDeletion\":null}").body())
        .contains("\"scheduledDeletion\":null");
    DeleteDue due = new DeleteDue(house.videos, house.deleteVideo, house.clock);

    house.clock.advance(Duration.ofDays(31).minusSeconds(1));
    assertThat(due.sweep()).isZero();
    house.clock.advance(Duration.ofSeconds(1));
    assertThat(due.sweep()).isEqualTo(1);
    assertThat(due.sweep()).isZero();
    assertThat(house.get(uid(going.id())).status()).isEqualTo(404);
    assertThat(house.get(uid(staying.id())).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("CF-151 public details are kept piece by piece")
  void publicDetails() {
    Video video = house.ready("a", Samples.FACTS);
    house.post(
        uid(video.id()),
        "{\"publicDetails\":{\"title\":\"t\",\"logo\":\"https://a.example/l.png\"}}");
    Answer answer = house.post(uid(video.id()), "{\"publicDetails\":{\"title\":\"u\"}}");

    assertThat(answer.body())
        .contains("\"publicDetails\":{\"title\":\"u\",\"logo\":\"https://a.example/l.png\"}");
    assertThat(
            house
                .post(
                    uid(video.id()),
                    "{\"publicDetails\":{\"logo\":null,\"media_id\":7,\"other\":[1]}}")
                .body())
        .contains("\"publicDetails\":{\"title\":\"u\",\"media_id\":7}");
  }

  @Test
  @DisplayName("a gate of another dialect is no public video, and stays what it is")
  void gate() {
    Policy gate = new Policy(Policy.Kind.GATE, "g", "{}", null, List.of());
    UUID id =
        house
            .elsewhere("a", new Wishes(gate, null, null, false, false, null, null, null))
            .video()
            .id();

    assertThat(house.get(house.video(id)).result().isTrue("requireSignedURLs")).isTrue();
    house.post(uid(id), "{\"requireSignedURLs\":true,\"allowedOrigins\":[\"a.example\"]}");
    assertThat(house.video(id).wishes().effectivePolicy())
        .isEqualTo(new Policy(Policy.Kind.GATE, "g", "{}", null, List.of("a.example")));
  }

  @Test
  @DisplayName("CF-29 what was said besides survives an edit of something else")
  void keepsDetails() {
    UUID id = house.direct("{\"maxDurationSeconds\":60,\"thumbnailTimestampPct\":0.25}");
    house.post(uid(id), "{\"creator\":\"c\"}");

    Details details = house.video(id).wishes().details();
    assertThat(details.posterAt()).isEqualTo(0.25);
    assertThat(details.longest()).isEqualTo(Duration.ofSeconds(60));
  }
}
