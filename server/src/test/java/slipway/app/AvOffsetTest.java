package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.media.ffmpeg.RealFfmpeg;

/**
 * Flashes and beeps that come together in the source come together in everything that is served:
 * read as a player does, from init and media segments, at the times that these tell.
 */
@Tag("ffmpeg")
final class AvOffsetTest {
  /** Seconds; a flash and a beep begin at 1, 3 and 5. */
  private static final int LENGTH = 6;

  private static final double MOST = 0.040;

  private static final String PICTURE =
      "-f lavfi -i color=black:size=854x480:rate=25:duration=%d,drawbox=color=white:t=fill:enable='gte(mod(t,2),1)*lt(mod(t,2),1.2)'"
          .formatted(LENGTH);
  private static final String SOUND =
      "-f lavfi -i aevalsrc='sin(6283*t)*gte(mod(t,2),1)*lt(mod(t,2),1.2)':s=48000:d=%d"
          .formatted(LENGTH);
  private static final String H264 =
      " -c:v libx264 -preset ultrafast -bf 2 -pix_fmt yuv420p -g 50 -c:a aac";

  @TempDir Path folder;

  @Test
  @DisplayName(
      "MD-38, MD-55: picture and sound stay within 40 ms, as packaged with edit lists and"
          + " priming, late, remuxed, and in every rung")
  void stayTogether() throws Exception {
    Map<String, String> clips =
        Map.of(
            "edited.mp4", PICTURE + " " + SOUND + H264,
            // What is late in the file is late in both, so that they still belong together.
            "late.mp4",
                PICTURE
                    + " -itsoffset 0.3 "
                    + SOUND.replace("mod(t,2)", "mod(t+0.3,2)").replace(":d=6", ":d=5.5")
                    + H264,
            "remuxed.mkv", PICTURE + " " + SOUND + H264,
            "encoded.avi", PICTURE + " " + SOUND + " -c:v mpeg4 -q:v 3 -c:a mp3");
    Path made = Files.createDirectories(folder.toRealPath().resolve("clips"));
    try (RunningHouse house = RunningHouse.withFfmpegOn(folder.resolve("data"))) {
      for (Map.Entry<String, String> clip : clips.entrySet()) {
        Path file = RealFfmpeg.generate(made.resolve(clip.getKey()), clip.getValue());
        JsonObject video = house.awaitPhase(house.upload(file), "Ready");
        assertTogether(house, clip.getKey(), RunningHouse.text(video, "playback", "hls"));
      }
    }
  }

  private void assertTogether(RunningHouse house, String name, String master) throws Exception {
    String list = house.get(master).body();
    URI base = URI.create(master);
    List<String> sounds = Moments.uris(list);
    List<String> pictures = list.lines().filter(line -> !line.startsWith("#")).toList();
    assertThat(sounds).as(name).hasSize(1);
    assertThat(pictures).as(name).isNotEmpty();
    List<Double> beeps = Moments.beeps(whole(house, base.resolve(sounds.getFirst())));
    assertThat(beeps).as(name + ": beeps").hasSize(3);
    for (String picture : pictures) {
      List<Double> flashes = Moments.flashes(whole(house, base.resolve(picture)));
      assertThat(flashes).as("%s, %s: flashes", name, picture).hasSize(3);
      for (int i = 0; i < flashes.size(); i++) {
        assertThat(beeps.get(i))
            .as("%s, %s: flash %d", name, picture, i)
            .isCloseTo(flashes.get(i), within(MOST));
      }
    }
  }

  private Path whole(RunningHouse house, URI playlist) throws IOException {
    return Moments.whole(house, playlist, folder);
  }
}
