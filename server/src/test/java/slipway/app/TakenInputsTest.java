package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.media.ffmpeg.RealFfmpeg;

/** Files that Livepeer fails and that are taken here, with a real FFmpeg. */
@Tag("ffmpeg")
final class TakenInputsTest {
  private static final String KEY = "a-key-of-the-account-for-tests";
  private static final String PICTURE = "-f lavfi -i testsrc2=size=176x144:rate=25:duration=1 ";

  @TempDir Path data;
  @TempDir Path clips;

  /** By what Livepeer sees in it, and as which codec an asset tells it. */
  private static Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("mjpeg", "-c:v mjpeg -f mov");
    kinds.put("prores", "-c:v prores_ks -f mov");
    kinds.put("png", "-c:v png -f mov");
    kinds.put("vp9", "-c:v libvpx-vp9 -deadline realtime -f mp4");
    return kinds;
  }

  @Test
  @DisplayName("LP-93: MJPEG, ProRes and PNG pictures and VP9 in MP4 are encoded and play")
  void encoded() throws Exception {
    try (RunningHouse house =
        RunningHouse.withFfmpegOn(
            data, "--api.key=" + KEY, "--transcode.ladder=off", "--transcode.preset=ultrafast")) {
      Map<String, JsonObject> made = new LinkedHashMap<>();
      for (Map.Entry<String, String> kind : kinds().entrySet()) {
        Path clip =
            RealFfmpeg.generate(
                clips.toRealPath().resolve(kind.getKey()), PICTURE + kind.getValue());
        made.put(kind.getKey(), upload(house, Files.readAllBytes(clip)));
      }
      for (Map.Entry<String, JsonObject> one : made.entrySet()) {
        String id = RunningHouse.text(one.getValue(), "asset", "id");
        house.awaitPhase(id, "Ready");
        JsonObject asset = authorized(house, "/api/asset/" + id + "?details=1").json();
        JsonObject track =
            (JsonObject)
                asset
                    .object("videoSpec")
                    .flatMap(spec -> spec.elements("tracks"))
                    .orElseThrow()
                    .getFirst();
        assertThat(track.string("codec")).contains(one.getKey());
        assertThat(house.get(asset.string("playbackUrl").orElseThrow()).body())
            .as(one.getKey())
            .contains("CODECS=\"avc1.");
      }
    }
  }

  private static JsonObject upload(RunningHouse house, byte[] bytes) {
    JsonObject given =
        house
            .send(
                house
                    .to("/api/asset/request-upload")
                    .header("Authorization", "Bearer " + KEY)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"name\":\"odd\"}")))
            .json();
    String url = given.string("url").orElseThrow();
    assertThat(house.send(house.to(url).PUT(BodyPublishers.ofByteArray(bytes))).status())
        .isEqualTo(200);
    return given;
  }

  private static RunningHouse.Answer authorized(RunningHouse house, String path) {
    return house.send(house.to(path).header("Authorization", "Bearer " + KEY).GET());
  }
}
