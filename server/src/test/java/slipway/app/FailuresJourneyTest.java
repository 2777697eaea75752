package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.video.Failure;
import slipway.json.JsonValue.JsonObject;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.testing.Clips;

/** What an owner reads of a file of which no video becomes: the cause, and what helps. */
@Tag("ffmpeg")
final class FailuresJourneyTest {
  @TempDir Path data;
  @TempDir Path clips;

  @Test
  @DisplayName("MD-15, MD-16, MD-17: what is refused is told with cause and cure, and kept")
  void refusedWhenWhole() throws Exception {
    byte[] whole = Files.readAllBytes(Clips.clip("sample.mp4"));
    Path cut = Files.write(clips.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length * 6 / 10));
    Path texts = make("texts.mkv", "-i " + Clips.clip("typical.srt").toRealPath() + " -c:s srt");
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      fails(house, Clips.clip("sample_fragmented_clearkey.mp4"), Failure.Kind.ENCRYPTED);
      fails(house, Clips.clip("sample_malformed_free_box.mp4"), Failure.Kind.UNREADABLE);
      fails(house, cut, Failure.Kind.INCOMPLETE);
      fails(house, texts, Failure.Kind.NOTHING_TO_PLAY);
    }
  }

  private void fails(RunningHouse house, Path file, Failure.Kind kind) throws IOException {
    String id = house.upload(file);
    String reason = house.awaitPhase(id, "Failed").string("reason").orElseThrow();
    assertThat(reason).as(file.toString()).endsWith(". " + kind.cure());
    assertThat(reason).doesNotContain(clips.toString(), data.toString());
    assertThat(data.resolve("blobs").resolve(id).resolve("source")).hasSameBinaryContentAs(file);
    assertThat(house.admin("POST", "/admin/videos/" + id + "/retry", "").status()).isEqualTo(202);
    assertThat(house.awaitPhase(id, "Failed").string("reason")).contains(reason);
  }

  @Test
  @DisplayName("MD-10: what is refused while it arrives is told with cause and cure at once")
  void refusedOnTheWay() throws IOException {
    try (RunningHouse house = RunningHouse.on(data)) {
      JsonObject ticket = house.ticket("diary.mp4");
      byte[] text = "Nothing was filmed today.\n".repeat(400).getBytes(StandardCharsets.UTF_8);
      assertThat(house.send(ticket, text).body()).contains(Failure.Kind.NOT_MEDIA.cure());
      String id = RunningHouse.text(ticket, "video", "id");
      assertThat(house.awaitPhase(id, "Failed").string("reason"))
          .contains(
              "This is a text file, not a video or audio file. " + Failure.Kind.NOT_MEDIA.cure());
    }
  }

  @Test
  @DisplayName("MD-43: what failed for a setting is made of the same bytes under another one")
  void otherSettings() throws Exception {
    byte[] whole =
        Files.readAllBytes(
            make(
                "whole.mkv",
                "-f lavfi -i testsrc2=size=320x180:rate=25:duration=10 -c:v libx264"
                    + " -preset ultrafast -pix_fmt yuv420p -g 25"));
    Path cut = Files.write(clips.resolve("cut.mkv"), Arrays.copyOf(whole, whole.length / 2));
    String id;
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      id = house.upload(cut);
      assertThat(house.awaitPhase(id, "Failed").string("reason").orElseThrow())
          .startsWith("The file is damaged after ")
          .endsWith(
              " Upload it again if it plays to its end elsewhere, or convert it to MP4 first.");
    }
    try (RunningHouse house = RunningHouse.withFfmpegOn(data, "--transcode.least-share=20")) {
      assertThat(house.admin("POST", "/admin/videos/" + id + "/retry", "").status()).isEqualTo(202);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> house.video(id).string("phase").orElseThrow().equals("Ready"));
    }
  }

  private Path make(String name, String arguments) throws Exception {
    return RealFfmpeg.generate(clips.toRealPath().resolve(name), arguments);
  }
}
