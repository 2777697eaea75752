package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Clips;

/** The walk of a video through the whole server, from ticket to watched. */
final class JourneyTest {
  @TempDir Path data;

  @Test
  @DisplayName("LP-84, MD-50: an MP4 that browsers play goes from ticket to watched as it is")
  void asIs_isWatched() throws Exception {
    Path clip = Clips.clip("sample.mp4");
    try (RunningHouse house = RunningHouse.on(data)) {
      String id = house.upload(clip);
      JsonObject video = house.awaitPhase(id, "Ready");
      byte[] bytes = Files.readAllBytes(clip);
      assertThat(video.string("hash"))
          .contains(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
      assertThat(video.number("size").orElseThrow().longValue()).isEqualTo(bytes.length);
      assertThat(steps(video)).containsExactly("ticket", "bytes", "inspected", "viewable", "ready");

      String folder = watch(house, video);
      RunningHouse.Answer download = house.get(folder + "video");
      assertThat(download.raw().body()).isEqualTo(bytes);

      assertThat(house.admin("DELETE", "/admin/videos/" + id, "").status()).isEqualTo(204);
      assertThat(house.get(folder + "index.m3u8").status()).as("REL-85").isEqualTo(404);
      assertThat(house.get(folder + "video").status()).isEqualTo(404);
      assertThat(house.admin("GET", "/admin/videos/" + id, "").status()).isEqualTo(404);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(data.resolve("blobs").resolve(id)).as("REL-36").doesNotExist());
    }
  }

  @Test
  @DisplayName("MD-40: what browsers do not play is encoded first, then watched")
  void encoded_isWatched() throws Exception {
    Path clip = Clips.clip("bear-vp9-odd-dimensions.webm");
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      String id = house.upload(clip);
      JsonObject video = house.awaitPhase(id, "Ready");
      assertThat(video.number("width").orElseThrow().intValue()).isEqualTo(161);
      watch(house, video);
    }
  }

  @Test
  @DisplayName("MD-10: a text named .mp4 is refused while it arrives, with a sentence")
  void text_isRefused() throws IOException {
    try (RunningHouse house = RunningHouse.on(data)) {
      JsonObject ticket = house.ticket("movie.mp4");
      byte[] text =
          "#EXTM3U\nhttps://example.org/a.ts\n".repeat(4000).getBytes(StandardCharsets.UTF_8);
      assertThat(house.send(ticket, text).status()).isEqualTo(400);
      String id = RunningHouse.text(ticket, "video", "id");
      JsonObject video = house.awaitPhase(id, "Failed");
      assertThat(video.string("reason").orElseThrow()).isNotBlank();
      assertThat(data.resolve("blobs").resolve(id).resolve("source")).doesNotExist();
      RunningHouse.Answer retry = house.admin("POST", "/admin/videos/" + id + "/retry", "");
      assertThat(retry.status()).as("REL-34").isEqualTo(409);
    }
  }

  @Test
  @DisplayName("MD-05: without FFmpeg the file waits and says so; with one it goes on by itself")
  void withoutFfmpeg_itWaits() throws Exception {
    Path clip = Clips.clip("bear-vp9-odd-dimensions.webm");
    String id;
    try (RunningHouse house = RunningHouse.on(data)) {
      id = house.upload(clip);
      JsonObject video =
          await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> house.video(id), found -> found.string("reason").isPresent());
      assertThat(video.string("reason").orElseThrow()).contains("FFmpeg");
      assertThat(video.string("phase")).contains("Inspecting");
      RunningHouse.Answer health = house.get("/health/ready");
      assertThat(health.status()).isEqualTo(200);
      assertThat(health.json().string("status")).contains("degraded");
      assertThat(health.body()).contains("No FFmpeg runs here");
    }
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      watch(house, house.awaitPhase(id, "Ready"));
    }
  }

  @Test
  @DisplayName("REL-34: a video whose stored file vanished fails with a cure, now and when retried")
  void sourceMissing_fails() throws Exception {
    Path clip = Clips.clip("bear-vp9-odd-dimensions.webm");
    String id;
    try (RunningHouse house = RunningHouse.on(data)) {
      id = house.upload(clip);
    }
    Files.delete(data.resolve("blobs").resolve(id).resolve("source"));
    try (RunningHouse house = RunningHouse.on(data)) {
      JsonObject video = house.awaitPhase(id, "Failed");
      assertThat(video.string("reason")).contains("The stored file is missing. Upload it again.");
      assertThat(house.admin("POST", "/admin/videos/" + id + "/retry", "").status()).isEqualTo(202);
      house.awaitPhase(id, "Failed");
    }
  }

  /** Plays the first segment of what the playlists name; the folder of the video. */
  private static String watch(RunningHouse house, JsonObject video) {
    String master = RunningHouse.text(video, "playback", "hls");
    String folder = master.substring(0, master.lastIndexOf('/') + 1);
    RunningHouse.Answer list = house.get(master);
    assertThat(list.status()).isEqualTo(200);
    String media = folder + firstLink(list.body());
    RunningHouse.Answer segments = house.get(media);
    assertThat(segments.status()).isEqualTo(200);
    assertThat(segments.body()).contains("#EXT-X-ENDLIST");
    RunningHouse.Answer segment =
        house.get(media.substring(0, media.lastIndexOf('/') + 1) + firstLink(segments.body()));
    assertThat(segment.status()).isEqualTo(200);
    assertThat(segment.body()).contains("moof").contains("mdat");
    return folder;
  }

  private static String firstLink(String playlist) {
    return playlist.lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
  }

  private static List<String> steps(JsonObject video) {
    return video.elements("journey").orElseThrow().stream()
        .map(step -> ((JsonObject) step).string("step").orElseThrow())
        .toList();
  }
}
