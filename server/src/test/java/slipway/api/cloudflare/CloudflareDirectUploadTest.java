package slipway.api.cloudflare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.cloudflare.CloudflareHouse.Answer;
import slipway.core.upload.Upload;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Png;
import slipway.testing.Samples;

/** {@code POST /direct_upload} (section 3 of the contract). */
class CloudflareDirectUploadTest {
  private final CloudflareHouse house = new CloudflareHouse();

  private Instant in(Duration time) {
    return house.clock.instant().plus(time);
  }

  @Test
  @DisplayName("CF-10, CF-30, CF-31, CF-33 a URL for an end user, and a video that waits for it")
  void given() {
    Answer answer =
        house.post(
            "/direct_upload",
            """
            {"maxDurationSeconds": 3600, "requireSignedURLs": true, "creator": "anna",
             "allowedOrigins": ["", "a.example"], "thumbnailTimestampPct": 0.568427,
             "meta": {"name": "holiday", "n": [1, null]}, "requiredSignedURLs": false}
            """);

    assertThat(answer.status()).isEqualTo(200);
    JsonObject result = answer.result();
    String uid = result.string("uid").orElseThrow();
    assertThat(result.string("uploadURL").orElseThrow())
        .matches("https://video\\.example/cf/" + uid + "\\?t=[0-9a-f]{64}");
    assertThat(result.member("watermark")).contains(new JsonNull());
    assertThat(result.member("scheduledDeletion")).contains(new JsonNull());
    assertThat(result.string("creator")).contains("anna");

    JsonObject video = house.get("/" + uid).result();
    assertThat(video.object("status").orElseThrow().string("state")).contains("pendingupload");
    assertThat(video.number("maxDurationSeconds").orElseThrow().intValue()).isEqualTo(3600);
    assertThat(video.isTrue("requireSignedURLs")).isTrue();
    assertThat(video.number("thumbnailTimestampPct").orElseThrow().doubleValue())
        .isEqualTo(0.568427);
    assertThat(video.elements("allowedOrigins").orElseThrow().toString()).contains("a.example");
    assertThat(house.get("/" + uid).body())
        .contains("\"meta\":{\"name\":\"holiday\",\"n\":[1,null]}")
        .contains("\"allowedOrigins\":[\"a.example\"]");
    assertThat(house.get("").body()).contains(uid);
  }

  @Test
  @DisplayName("CF-09, CF-21 without a longest duration: generic error, specific message")
  void durationMissing() {
    Answer answer = house.post("/direct_upload", "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("10005 Bad Request");
    assertThat(answer.message()).isEqualTo("10005 required field maxDurationSeconds is missing");
    assertThat(house.get("").results()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "36001", "1.5", "\"60\"", "1e400", "true"})
  @DisplayName("CF-21 durations that are none, too short or too long")
  void badDurations(String value) {
    Answer answer = house.post("/direct_upload", "{\"maxDurationSeconds\":" + value + "}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("maxDurationSeconds must be an integer from 1 to 36000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "36000", "60.0"})
  @DisplayName("CF-21 the ends of what is taken")
  void goodDurations(String value) {
    assertThat(house.post("/direct_upload", "{\"maxDurationSeconds\":" + value + "}").status())
        .isEqualTo(200);
  }

  @Test
  @DisplayName("CF-22 an end from two minutes to six hours ahead, else half an hour; any offset")
  void expiry() {
    UUID usual = house.direct("{\"maxDurationSeconds\":60}");
    assertThat(ticketOf(usual).ticketExpiresAt()).isEqualTo(in(Duration.ofMinutes(30)));
    assertThat(house.video(usual).wishes().details().uploadBy())
        .isEqualTo(in(Duration.ofMinutes(30)));

    for (Duration good : new Duration[] {Duration.ofSeconds(116), Duration.ofHours(6)}) {
      assertThat(expiring(in(good).toString()).status()).as("%s", good).isEqualTo(200);
    }
    for (Duration bad :
        new Duration[] {Duration.ofSeconds(100), Duration.ofMinutes(361), Duration.ofDays(-1)}) {
      Answer answer = expiring(in(bad).toString());
      assertThat(answer.status()).as("%s", bad).isEqualTo(400);
      assertThat(answer.message()).contains("expiry must be 2 to 360 minutes from now");
    }
    assertThat(expiring("soon").status()).isEqualTo(400);

    String offset = in(Duration.ofMinutes(10)).atOffset(ZoneOffset.ofHours(5)).toString();
    UUID far = CloudflareHouse.id(expiring(offset));
    assertThat(ticketOf(far).ticketExpiresAt()).isEqualTo(in(Duration.ofMinutes(10)));
  }

  private Answer expiring(String time) {
    return house.post("/direct_upload", "{\"maxDurationSeconds\":60,\"expiry\":\"" + time + "\"}");
  }

  private Upload ticketOf(UUID video) {
    return house.ports.uploads().ofVideo(video).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"requireSignedURLs\":\"yes\"",
        "\"allowedOrigins\":\"a.example\"",
        "\"allowedOrigins\":[1]",
        "\"thumbnailTimestampPct\":1.01",
        "\"thumbnailTimestampPct\":-0.1",
        "\"thumbnailTimestampPct\":\"0\"",
        "\"watermark\":{\"uid\":\"0123456789abcdef0123456789abcdef\"}",
        "\"watermark\":{}",
        "\"meta\":[]",
        "\"creator\":1",
        "\"creator\":\"12345678901234567890123456789012345678901234567890123456789012345\"",
        "\"scheduledDeletion\":\"tomorrow\"",
        "\"scheduledDeletion\":\"2030-01-01\""
      })
  @DisplayName("CF-23, CF-24, CF-25, CF-26, CF-27, CF-28, CF-29 what is wrong is said, with 10005")
  void badFields(String member) {
    Answer answer = house.post("/direct_upload", "{\"maxDurationSeconds\":60," + member + "}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("10005 Bad Request");
    assertThat(answer.message()).contains(member.substring(1, member.indexOf('"', 1)));
  }

  @Test
  @DisplayName("CF-26, CF-30 a watermark is kept, and shown as its whole profile")
  void watermark() {
    JsonObject profile =
        house
            .form(
                "POST",
                "/watermarks",
                "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"",
                Png.of(20, 10, 255, 0, 0))
            .result();
    Answer answer =
        house.post(
            "/direct_upload",
            "{\"maxDurationSeconds\":60,\"watermark\":{\"uid\":\"%s\"}}"
                .formatted(profile.string("uid").orElseThrow()));

    assertThat(answer.result().object("watermark")).contains(profile);
    assertThat(house.get(house.video(CloudflareHouse.id(answer))).result().object("watermark"))
        .contains(profile);
    house.delete("/watermarks/" + profile.string("uid").orElseThrow());
    assertThat(
            house
                .post(
                    "/direct_upload",
                    "{\"maxDurationSeconds\":60,\"watermark\":{\"uid\":\"%s\"}}"
                        .formatted(profile.string("uid").orElseThrow()))
                .status())
        .isEqualTo(400);
  }

  @Test
  @DisplayName("CF-24, CF-113 origins are hosts; a scheme and a path are taken away, else refused")
  void origins() {
    Answer answer =
        house.post(
            "/direct_upload",
            "{\"maxDurationSeconds\":60,\"allowedOrigins\":"
                + "[\"https://a.example/\",\"*.b.example:8080\",\"HTTP://c.example/x?y\"]}");
    assertThat(house.video(CloudflareHouse.id(answer)).wishes().effectivePolicy().origins())
        .containsExactly("a.example", "*.b.example:8080", "c.example");
    for (String bad : new String[] {"ftp://a.example", "a b", "a@b", "*.*.a", "a.example:x"}) {
      assertThat(
              house
                  .post(
                      "/direct_upload",
                      "{\"maxDurationSeconds\":60,\"allowedOrigins\":[\"" + bad + "\"]}")
                  .status())
          .as(bad)
          .isEqualTo(400);
    }
  }

  @Test
  @DisplayName("CF-27 meta has its bounds, so that a list of a thousand has, too")
  void largeMeta() {
    String large = "x".repeat(17_000);
    for (String meta : new String[] {"{\"a\":\"" + large + "\"}", "{\"name\":\"" + large + "\"}"}) {
      assertThat(
              house
                  .post("/direct_upload", "{\"maxDurationSeconds\":60,\"meta\":" + meta + "}")
                  .status())
          .isEqualTo(400);
    }
  }

  @Test
  @DisplayName("CF-28 the creator in a header counts where the body says none")
  void creatorInHeader() {
    Answer header =
        house.send(
            house
                .request("POST", house.path("/direct_upload"))
                .header("Upload-Creator", "berta")
                .body("{\"maxDurationSeconds\":60}".getBytes(UTF_8)));
    assertThat(header.result().string("creator")).contains("berta");

    Answer both =
        house.send(
            house
                .request("POST", house.path("/direct_upload"))
                .header("Upload-Creator", "berta")
                .body("{\"maxDurationSeconds\":60,\"creator\":\"anna\"}".getBytes(UTF_8)));
    assertThat(both.result().string("creator")).contains("anna");
  }

  @Test
  @DisplayName("CF-29, CF-157 a deletion 30 to 1,096 days ahead, told in the answer")
  void scheduledDeletion() {
    for (long days : new long[] {29, 1097}) {
      assertThat(deleting(days).status()).as("%d", days).isEqualTo(400);
    }
    Answer answer = deleting(31);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(CloudflareTimes.parse(answer.result().string("scheduledDeletion").orElseThrow()))
        .contains(in(Duration.ofDays(31)));
  }

  private Answer deleting(long days) {
    return house.post(
        "/direct_upload",
        "{\"maxDurationSeconds\":60,\"scheduledDeletion\":\"" + in(Duration.ofDays(days)) + "\"}");
  }

  @Test
  @DisplayName("CF-10 broken JSON, and JSON that is no object, are refused")
  void badJson() {
    for (String body : new String[] {"{", "[]", "\"a\"", "maxDurationSeconds=3600"}) {
      assertThat(house.post("/direct_upload", body).status()).as(body).isEqualTo(400);
      assertThat(house.post("/direct_upload", body).error()).isEqualTo("10005 Bad Request");
    }
  }

  @Test
  @DisplayName("CF-32 minutes are reserved at once, and what is not used comes back")
  void minutes() {
    CloudflareHouse small = new CloudflareHouse(Duration.ofMinutes(10));
    UUID first = small.direct("{\"maxDurationSeconds\":360}");
    Answer full = small.post("/direct_upload", "{\"maxDurationSeconds\":300}");

    assertThat(full.status()).isEqualTo(413);
    assertThat(full.error())
        .isEqualTo(
            "10011 Storage capacity exceeded: You have uploaded 6.00 minutes and are allocated 10"
                + " minutes.");

    small.makeReady(first, Samples.FACTS); // half a minute long
    UUID second = small.direct("{\"maxDurationSeconds\":540}");
    assertThat(small.post("/direct_upload", "{\"maxDurationSeconds\":60}").status()).isEqualTo(413);
    assertThat(small.post("/copy", "{\"url\":\"https://a.example/b.mp4\"}").status())
        .isEqualTo(200);

    small.take.refuse(
        small.ports.uploads().ofVideo(second).orElseThrow(),
        new Failure(Failure.Kind.NEVER_CAME, "No file was uploaded in time."));
    UUID third = small.direct("{\"maxDurationSeconds\":540}");
    small.delete("/" + CloudflareIds.uid(third));
    assertThat(small.post("/direct_upload", "{\"maxDurationSeconds\":540}").status())
        .isEqualTo(200);
  }

  @Test
  @DisplayName("CF-154 so many videos in the works, and the next has to wait; those pending do not")
  void queued() {
    for (int i = 0; i < 5; i++) {
      house.direct("{\"maxDurationSeconds\":60}");
    }
    for (int i = 0; i < 3; i++) {
      house.upload(house.direct("{\"maxDurationSeconds\":60}"), 10);
    }
    Answer answer = house.post("/direct_upload", "{\"maxDurationSeconds\":60}");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers().has("Retry-After")).isTrue();
    assertThat(house.post("/copy", "{\"url\":\"https://a.example/b.mp4\"}").status())
        .isEqualTo(429);
  }

  @Test
  @DisplayName("CF-81 one that nobody used stays pending, and reserves nothing any more")
  void neverUsed() {
    UUID id = house.direct("{\"maxDurationSeconds\":60}");
    house.take.refuse(
        ticketOf(id), new Failure(Failure.Kind.NEVER_CAME, "No file was uploaded in time."));

    Video video = house.video(id);
    assertThat(house.get(video).body()).contains("\"state\":\"pendingupload\"");
    assertThat(house.get("?status=pendingupload").results()).hasSize(1);
    assertThat(house.get("?status=error").results()).isEmpty();
    assertThat(house.videos.held(house.account.number())).isZero();
  }
}
