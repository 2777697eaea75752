package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;

/** From inspected to ready: what is made of a video, and what its owner sees of it. */
@Tag("ffmpeg")
final class LadderJourneyTest {
  private static final String PICTURE = "-f lavfi -i testsrc2=size=854x480:rate=10:duration=";
  private static final String SOUND = " -f lavfi -i sine=duration=";

  @TempDir Path data;
  @TempDir Path clips;

  @Test
  @DisplayName("MD-30, MD-33, MD-41: a video that browsers do not play gets all its rungs")
  void wholeLadder() throws Exception {
    Path clip = make("a.avi", PICTURE + "5" + SOUND + "5 -c:v mpeg4 -q:v 2 -c:a mp3");
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      JsonObject video = house.awaitPhase(house.upload(clip), "Ready");
      assertThat(renditions(video))
          .isEqualTo(Map.of("480p0", "done", "360p0", "done", "audio", "done"));
      JsonObject small = rendition(video, "360p0");
      assertThat(small.number("width").orElseThrow().intValue()).isEqualTo(640);
      assertThat(small.number("progress").orElseThrow().doubleValue()).isEqualTo(1);
      assertThat(small.string("codecs").orElseThrow()).startsWith("avc1.64");
      assertThat(small.number("size").orElseThrow().longValue()).isPositive();
      String master = house.get(RunningHouse.text(video, "playback", "hls")).body();
      assertThat(master).contains("RESOLUTION=854x480").contains("RESOLUTION=640x360");
    }
  }

  @Test
  @DisplayName("MD-53: H.264 and AAC in Matroska are put into MP4, and nothing is encoded")
  void remuxed() throws Exception {
    Path clip =
        make(
            "a.mkv",
            "-f lavfi -i testsrc2=size=320x180:rate=25:duration=3"
                + SOUND
                + "3 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -c:a aac");
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      JsonObject video = house.awaitPhase(house.upload(clip), "Ready");
      assertThat(renditions(video)).isEqualTo(Map.of("source", "done"));
      String master = house.get(RunningHouse.text(video, "playback", "hls")).body();
      assertThat(master).contains("RESOLUTION=320x180").contains("mp4a.40.2");
    }
  }

  @Test
  @DisplayName("MD-16, MD-43: of Matroska that was cut off nothing is called ready")
  void remuxedFileIsCutOff() throws Exception {
    Path clip =
        make(
            "whole.mkv",
            "-f lavfi -i testsrc2=size=320x180:rate=25:duration=10"
                + SOUND
                + "10 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -c:a aac");
    byte[] whole = Files.readAllBytes(clip);
    Path cut = Files.write(clip.resolveSibling("cut.mkv"), Arrays.copyOf(whole, whole.length / 2));
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      JsonObject video = house.awaitPhase(house.upload(cut), "Failed");
      assertThat(video.string("reason").orElseThrow()).startsWith("The file is damaged after ");
    }
  }

  @Test
  @DisplayName(
      "MD-40, MD-64, REL-36: a long video is encoded in chunks that are joined and forgotten")
  void chunked() throws Exception {
    Path clip = make("long.avi", PICTURE + "26" + SOUND + "26 -c:v mpeg4 -q:v 2 -c:a mp3");
    try (RunningHouse house =
        RunningHouse.withFfmpegOn(
            data,
            "--transcode.chunk=10s",
            "--transcode.chunk-above=10s",
            "--transcode.preset=ultrafast")) {
      String id = house.upload(clip);
      JsonObject video = house.awaitPhase(id, "Ready");
      assertThat(renditions(video))
          .isEqualTo(Map.of("480p0", "done", "360p0", "done", "audio", "done"));
      assertThat(files(id))
          .containsExactly(
              "360p0.mp4",
              "360p0.mp4.sums",
              "480p0.mp4",
              "480p0.mp4.sums",
              "audio.mp4",
              "audio.mp4.sums",
              "source");
      String folder = RunningHouse.text(video, "playback", "hls").replace("index.m3u8", "");
      for (String rung : new String[] {"480p0", "360p0"}) {
        String playlist = house.get(folder + rung + "/index.m3u8").body();
        double seconds =
            playlist
                .lines()
                .filter(line -> line.startsWith("#EXTINF:"))
                .mapToDouble(line -> Double.parseDouble(line.substring(8, line.indexOf(','))))
                .sum();
        // AVI counts a picture more than there is.
        assertThat(seconds).isBetween(25.95, 26.15);
      }
    }
  }

  @Test
  @DisplayName(
      "MD-44: VP8 is a WebM file with Opus to be downloaded, in no playlist, and verified; also"
          + " below a source that is watched as it is, and asked for alone")
  void vp8() throws Exception {
    String asIs = " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 20 -c:a aac";
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      vp8(house, make("c.avi", PICTURE + "3" + SOUND + "3 -c:v mpeg4 -q:v 2 -c:a mp3"), "480p0");
      vp8(house, make("d.mp4", PICTURE + "3" + SOUND + "3" + asIs), "source");
    }
  }

  private void vp8(RunningHouse house, Path clip, String watched) throws Exception {
    String id =
        uploadWithProfiles(
            house,
            clip,
            """
            {"name": "Small", "height": 180, "bitrate": 200000, "encoder": "VP8"}\
            """);
    JsonObject video = house.awaitPhase(id, "Ready");
    assertThat(renditions(video)).containsEntry("small", "done").containsEntry(watched, "done");
    JsonObject small = rendition(video, "small");
    assertThat(small.string("form")).contains("download");
    assertThat(small.string("codecs")).contains("vp8,opus");
    String hls = RunningHouse.text(video, "playback", "hls");
    String master = house.get(hls).body();
    assertThat(master).contains(watched + "/index.m3u8").doesNotContain("small");
    assertThat(house.get(hls.replace("index.m3u8", "small/index.m3u8")).status()).isEqualTo(404);
    assertThat(house.get(hls.replace("index.m3u8", "small.mp4")).status()).isEqualTo(404);

    RunningHouse.Answer file = house.get(hls.replace("index.m3u8", "small.webm?download=mine"));
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.raw().headers().firstValue("Content-Type")).contains("video/webm");
    assertThat(file.raw().headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"mine.webm\"");
    Path saved = Files.write(clips.resolve("saved.webm"), file.raw().body());
    assertThat(
            RealFfmpeg.run(
                Tool.FFPROBE,
                List.of(
                    "-v",
                    "error",
                    "-show_entries",
                    "format=format_name,duration:stream=codec_name,width,height",
                    "-of",
                    "compact=p=0",
                    saved.toString())))
        .anyMatch(line -> line.contains("codec_name=vp8|width=320|height=180"))
        .anyMatch(line -> line.contains("codec_name=opus"))
        .anyMatch(line -> line.matches("format_name=matroska,webm\\|duration=(2\\.9|3\\.[01]).*"));
  }

  @Test
  @DisplayName("Issue 4: it is viewable with its first seconds; the lists grow and then end")
  void watchedWhileMade() throws Exception {
    // Three more chunks are to be made and joined after the first.
    Path clip = make("early.avi", PICTURE + "30" + SOUND + "30 -c:v mpeg4 -q:v 9 -c:a mp3");
    try (RunningHouse house = RunningHouse.withFfmpegOn(data, "--transcode.preset=medium")) {
      String id = house.upload(clip);
      JsonObject video = house.awaitPhase(id, "Viewable");
      String folder = RunningHouse.text(video, "playback", "hls").replace("index.m3u8", "");
      assertThat(house.get(folder + "index.m3u8").body()).contains("360p0/index.m3u8", "AUDIO");
      String before = house.get(folder + "360p0/index.m3u8").body();
      assertThat(before).contains("#EXTINF").doesNotContain("ENDLIST");
      assertThat(renditions(video)).containsEntry("360p0", "running");
      assertThat(house.get(folder + "audio/index.m3u8").body()).contains("#EXTINF");
      assertThat(house.get(folder + "index.mpd").body()).contains("type=\"dynamic\"");
      assertThat(house.get(folder + "thumbnails/thumbnail.jpg").raw().headers().map())
          .containsEntry("Content-Type", List.of("image/jpeg"));
      byte[] first = house.get(folder + "360p0/0.m4s").raw().body();
      byte[] heard = house.get(folder + "audio/0.m4s").raw().body();
      JsonObject ready = house.awaitPhase(id, "Ready");
      assertThat(renditions(ready))
          .isEqualTo(Map.of("480p0", "done", "360p0", "done", "audio", "done"));
      String after = house.get(folder + "360p0/index.m3u8").body();
      assertThat(after).contains("ENDLIST", before.substring(before.indexOf("#EXTINF")));
      assertThat(house.get(folder + "360p0/0.m4s").raw().body()).isEqualTo(first);
      assertThat(house.get(folder + "audio/0.m4s").raw().body()).isEqualTo(heard);
      assertThat(house.get(folder + "index.mpd").body()).contains("type=\"static\"");
      assertThat(files(id)).noneMatch(name -> name.startsWith("chunk"));
    }
  }

  @Test
  @DisplayName(
      "MD-44, REL-33, REL-34: one rung that cannot be made does not hold up the others, VP9"
          + " among them")
  void oneRungFails() throws Exception {
    // H.265 of two lines: there is no such thing.
    Path clip =
        make("b.avi", "-f lavfi -i testsrc2=size=1280x16:rate=10:duration=1 -c:v mpeg4 -q:v 2");
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      String id =
          uploadWithProfiles(
              house,
              clip,
              """
              {"name": "Good", "width": 1280, "bitrate": 300000},
              {"name": "Vp9", "width": 1200, "bitrate": 200000, "encoder": "VP9"},
              {"name": "Bad", "width": 128, "bitrate": 100000, "encoder": "HEVC"}\
              """);
      JsonObject video = house.awaitPhase(id, "Ready");
      assertThat(renditions(video))
          .isEqualTo(Map.of("good", "done", "vp9", "done", "bad", "failed"));
      assertThat(rendition(video, "vp9").string("codecs").orElseThrow()).startsWith("vp09.00.");
      assertThat(house.get(RunningHouse.text(video, "playback", "hls")).body())
          .contains("vp09.00.", "vp9/index.m3u8");
      assertThat(rendition(video, "bad").string("reason").orElseThrow())
          .contains("cannot be converted");
      String path = "/admin/videos/" + id + "/renditions/";
      assertThat(house.admin("POST", path + "good/retry", "").status()).isEqualTo(409);
      assertThat(house.admin("POST", path + "none/retry", "").status()).isEqualTo(404);
      assertThat(house.admin("POST", path + "bad/retry", "").status()).isEqualTo(202);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> "failed".equals(renditions(house.video(id)).get("bad")));
      assertThat(house.video(id).string("phase")).contains("Ready");
    }
  }

  private static String uploadWithProfiles(RunningHouse house, Path clip, String profiles)
      throws Exception {
    String key =
        house
            .admin("POST", "/admin/accounts", "{\"name\":\"" + clip.getFileName() + "\"}")
            .json()
            .string("apiKey")
            .orElseThrow();
    JsonObject ticket =
        house
            .send(
                house
                    .to("/api/asset/request-upload")
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"name\": \"b.avi\", \"profiles\": [" + profiles + "]}")))
            .json();
    house.send(house.to(ticket.string("url").orElseThrow()).PUT(BodyPublishers.ofFile(clip)));
    return RunningHouse.text(ticket, "asset", "id");
  }

  private Path make(String name, String arguments) throws Exception {
    return RealFfmpeg.generate(clips.toRealPath().resolve(name), arguments);
  }

  private List<String> files(String id) throws Exception {
    try (Stream<Path> all = Files.list(data.resolve("blobs").resolve(id))) {
      return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static JsonObject rendition(JsonObject video, String name) {
    return video.elements("renditions").orElseThrow().stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.string("name").orElseThrow().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> renditions(JsonObject video) {
    Map<String, String> states = new TreeMap<>();
    video
        .elements("renditions")
        .orElseThrow()
        .forEach(one ->
            states.put(
                ((JsonObject) one).string("name").orElseThrow(),
                ((JsonObject) one).string("state").orElseThrow()));
    return states;
  }
}
