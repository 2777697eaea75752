package slipway.api.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.cloudflare.CloudflareHouse.Answer;
import slipway.core.policy.Policy;
import slipway.core.video.Video;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Samples;

/** {@code POST /copy} and {@code POST /clip} (sections 6 and 18 of the contract). */
class CloudflareCopyTest {
  private static final String URL = "https://a.example/b.mp4";

  private final CloudflareHouse house = new CloudflareHouse();

  @ParameterizedTest
  @ValueSource(strings = {"url", "input"})
  @DisplayName("CF-69, CF-70 under either name, at once a video that is downloading")
  void copy(String member) {
    Answer answer =
        house.post(
            "/copy",
            "{\"%s\":\"%s\",\"name\":\"old\",\"creator\":\"anna\",\"requireSignedURLs\":true}"
                .formatted(member, URL));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonObject video = answer.result();
    assertThat(video.object("status").orElseThrow().string("state")).contains("downloading");
    assertThat(answer.body())
        .contains("\"meta\":{\"name\":\"old\",\"downloaded-from\":\"" + URL + "\"}")
        .contains("\"uploadExpiry\":null")
        .contains("\"maxSizeBytes\":0,\"maxDurationSeconds\":0,\"duration\":-1")
        .contains("\"creator\":\"anna\"");
    assertThat(video.isTrue("requireSignedURLs")).isTrue();
    assertThat(house.get("?status=downloading").results()).hasSize(1);
    assertThat(house.ports.uploads().ofVideo(CloudflareHouse.id(answer)).orElseThrow().limits())
        .satisfies(limits -> assertThat(limits.minDuration()).isEqualTo(Duration.ofMillis(100)));
  }

  @Test
  @DisplayName("CF-69 the name in meta goes before the older one; the same URL twice is two videos")
  void name() {
    String body = "{\"url\":\"" + URL + "\",\"name\":\"old\",\"meta\":{\"name\":\"new\"}}";

    assertThat(house.post("/copy", body).body()).contains("\"name\":\"new\"");
    house.post("/copy", body);
    assertThat(house.get("").results()).hasSize(2);
  }

  @Test
  @DisplayName("CF-69 without a URL, 10005")
  void without() {
    Answer answer = house.post("/copy", "{\"meta\":{}}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("10005 required field url is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "http://", "https://a b/c", "http://127.0.0.1/a.mp4", "ipfs://x"})
  @DisplayName("CF-72, CF-73, CF-74 a URL that nothing can be fetched from, 10010, and no video")
  void badUrls(String url) {
    Answer answer = house.post("/copy", "{\"url\":\"" + url + "\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("10010 Invalid URL");
    assertThat(house.get("").results()).isEmpty();
  }

  private UUID source() {
    UUID id =
        house.direct(
            "{\"maxDurationSeconds\":60,\"requireSignedURLs\":true,"
                + "\"allowedOrigins\":[\"a.example\"],\"creator\":\"anna\"}");
    house.makeReady(id, Samples.FACTS); // 30.024 s
    return id;
  }

  private Answer clip(UUID source, String rest) {
    return house.post(
        "/clip", "{\"clippedFromVideoUID\":\"" + CloudflareIds.uid(source) + "\"," + rest + "}");
  }

  @Test
  @DisplayName("CF-149, CF-150 a clip is queued, names its source, and is not as private as it")
  void clips() {
    UUID source = source();
    Answer answer =
        clip(source, "\"startTimeSeconds\":2,\"endTimeSeconds\":7,\"meta\":{\"name\":\"best\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonObject video = answer.result();
    assertThat(video.object("status").orElseThrow().string("state")).contains("queued");
    assertThat(video.string("clippedFrom")).contains(CloudflareIds.uid(source));
    assertThat(video.string("clippedFromVideoUID")).contains(CloudflareIds.uid(source));
    assertThat(video.number("startTimeSeconds").orElseThrow().intValue()).isEqualTo(2);
    assertThat(video.number("endTimeSeconds").orElseThrow().intValue()).isEqualTo(7);
    assertThat(answer.body()).contains("\"meta\":{\"name\":\"best\"}");
    Video clip = house.video(CloudflareHouse.id(answer));
    assertThat(clip.wishes().effectivePolicy())
        .isEqualTo(new Policy(Policy.Kind.PUBLIC, null, null, null, List.of("a.example")));
    assertThat(clip.wishes().details().deleteAt()).isNull();
    assertThat(house.get("?status=queued").results()).hasSize(1);

    Answer signed =
        clip(source, "\"startTimeSeconds\":0,\"endTimeSeconds\":31,\"requireSignedURLs\":true");
    assertThat(signed.result().isTrue("requireSignedURLs")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"endTimeSeconds\":7",
        "\"startTimeSeconds\":2",
        "\"startTimeSeconds\":2,\"endTimeSeconds\":2",
        "\"startTimeSeconds\":-1,\"endTimeSeconds\":2",
        "\"startTimeSeconds\":1.5,\"endTimeSeconds\":2",
        "\"startTimeSeconds\":2,\"endTimeSeconds\":32",
        "\"startTimeSeconds\":40,\"endTimeSeconds\":41",
        "\"startTimeSeconds\":0,\"endTimeSeconds\":20,\"maxDurationSeconds\":10"
      })
  @DisplayName("CF-148 times that lie not in order within the video")
  void badTimes(String rest) {
    Answer answer = clip(source(), rest);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("10005 Bad Request");
  }

  @Test
  @DisplayName("CF-148 only of a video of one's own, once it plays")
  void onlyReady() {
    UUID pending = house.direct("{\"maxDurationSeconds\":60}");
    String times = "\"startTimeSeconds\":2,\"endTimeSeconds\":7";

    assertThat(clip(pending, times).status()).isEqualTo(400);
    assertThat(clip(new UUID(1, 2), times).status()).isEqualTo(404);
    assertThat(house.post("/clip", "{" + times + "}").status()).isEqualTo(400);
  }

  @Test
  @DisplayName("CF-32, CF-148 a clip takes minutes, and too many at once have to wait")
  void clipsWait() {
    UUID source = source();
    String times = "\"startTimeSeconds\":2,\"endTimeSeconds\":7";
    for (int i = 0; i < 5; i++) {
      assertThat(clip(source, times).status()).isEqualTo(200);
    }
    assertThat(clip(source, times).status()).isEqualTo(429);

    CloudflareHouse small = new CloudflareHouse(Duration.ofSeconds(60));
    UUID mine = small.ready("a", Samples.FACTS).id();
    assertThat(
            small
                .post(
                    "/clip",
                    "{\"clippedFromVideoUID\":\""
                        + CloudflareIds.uid(mine)
                        + "\","
                        + "\"startTimeSeconds\":0,\"endTimeSeconds\":30}")
                .status())
        .isEqualTo(413);
  }
}
