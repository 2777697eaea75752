package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.media.ffmpeg.RealFfmpeg;

/** A film is watched from its first seconds on, and then its first rung cannot be made. */
@Tag("ffmpeg")
final class FirstRungFailsTest {
  private static final Path SHELL = Path.of("/usr/bin/sh");

  @TempDir Path data;
  @TempDir Path folder;

  @Test
  @DisplayName(
      "REL-33, issue 4: what is there of a rung that cannot be made is watched until another one is"
          + " whole, and goes then")
  void watchedUntilTheNext() throws Exception {
    Path clip =
        RealFfmpeg.generate(
            folder.toRealPath().resolve("film.avi"),
            "-f lavfi -i testsrc2=size=854x480:rate=10:duration=26 -f lavfi -i sine=duration=26"
                + " -c:v mpeg4 -q:v 9 -c:a mp3");
    Path mayGoOn = folder.toRealPath().resolve("may-go-on");
    try (RunningHouse house =
        RunningHouse.nodeOn(
            data,
            /* heavyThreads= */ 2,
            "--ffmpeg.path=" + tools(mayGoOn),
            "--transcode.preset=ultrafast")) {
      String id = house.upload(clip);
      JsonObject video = house.awaitPhase(id, "Viewable");
      String hls = RunningHouse.text(video, "playback", "hls").replace("index.m3u8", "");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> state(house.video(id), "360p0").equals("failed") && joined(house, id));
      assertThat(house.video(id).string("phase")).contains("Viewable");
      assertThat(house.get(hls + "index.m3u8").body()).contains("360p0/index.m3u8");
      String list = house.get(hls + "360p0/index.m3u8").body();
      assertThat(list).contains("0.m4s", "1.m4s").doesNotContain("2.m4s", "ENDLIST");
      assertThat(house.get(hls + "360p0/1.m4s").status()).isEqualTo(200);
      assertThat(house.get(hls + "audio/1.m4s").status()).isEqualTo(200);

      Files.createFile(mayGoOn);
      JsonObject ready = house.awaitPhase(id, "Ready");
      assertThat(state(ready, "360p0")).isEqualTo("failed");
      assertThat(state(ready, "480p0")).isEqualTo("done");
      assertThat(house.get(hls + "index.m3u8").body())
          .contains("480p0/index.m3u8")
          .doesNotContain("360p0");
      assertThat(files(id)).noneMatch(name -> name.startsWith("chunk"));
    }
  }

  /** Whether nothing of the first rung is still to be done. */
  private static boolean joined(RunningHouse house, String id) throws Exception {
    return house.admin("GET", "/admin/jobs", "").json().elements("jobs").orElseThrow().stream()
        .map(JsonObject.class::cast)
        .filter(job -> job.string("key").orElseThrow().startsWith(id))
        .map(job -> job.string("kind").orElseThrow())
        .noneMatch(kind -> kind.equals("assemble") || kind.equals("chunk"));
  }

  private Path tools(Path mayGoOn) throws IOException {
    assumeTrue(Files.isExecutable(SHELL), "skipped: no " + SHELL);
    Path real = RealFfmpeg.inStrongestLayer().folder();
    Path tools = Files.createDirectories(folder.toRealPath().resolve("tools"));
    for (String tool : List.of("ffmpeg", "ffprobe")) {
      Path file = Files.writeString(tools.resolve(tool), script(mayGoOn, real));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return tools;
  }

  /**
   * The real FFmpeg, but what of the smallest rung comes behind eight seconds cannot be encoded,
   * and the other rung is made only when a file is there.
   */
  private static String script(Path mayGoOn, Path real) {
    return """
    #!%1$s
    for word; do
      case "$before" in
        -ss) case "$word" in 0.*|3.*|4.*) ;; *) later=yes ;; esac ;;
      esac
      case "$word" in
        *:h=360:*) small=yes ;;
        *:h=480:*) large=yes ;;
      esac
      before=$word
    done
    [ "$small$later" = yesyes ] && exit 69
    while [ -n "$large" ] && [ ! -e "%2$s" ]; do /usr/bin/sleep 0.1; done
    export LD_LIBRARY_PATH="%3$s"
    exec "%3$s/${0##*/}" "$@"
    """
        .formatted(SHELL, mayGoOn, real);
  }

  private static String state(JsonObject video, String name) {
    return video.elements("renditions").orElse(List.of()).stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.string("name").orElseThrow().equals(name))
        .map(one -> one.string("state").orElseThrow())
        .findFirst()
        .orElse("");
  }

  private List<String> files(String id) throws IOException {
    try (Stream<Path> all = Files.list(data.resolve("blobs").resolve(id))) {
      return all.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
