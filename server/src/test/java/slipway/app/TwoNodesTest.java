package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Reading;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleTable;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.sql.Database;
import slipway.sql.DatabaseSettings;
import slipway.sql.Dialect;
import slipway.testing.TestDatabase;

/** Two whole servers, each a process of its own, on one PostgreSQL and one store. */
@Tag("ffmpeg")
final class TwoNodesTest {
  private static final int SECONDS = 120;
  private static final int RATE = 10;
  private static final String CHUNKS_AT_WORK =
      "SELECT count(DISTINCT picked_by) FROM job_heavy WHERE task_name = 'chunk' AND picked";

  @TempDir Path folder;
  private final TestDatabase databases = new TestDatabase(Dialect.POSTGRESQL);
  private @Nullable Process other;

  @AfterEach
  void stop() {
    if (other != null) {
      other.destroyForcibly();
    }
    databases.close();
  }

  /** The process that will be killed. */
  static final class Node {
    public static void main(String[] arguments) throws Exception {
      List<String> flags = List.of(arguments);
      try (RunningHouse house =
          RunningHouse.nodeOn(
              Path.of(flags.getFirst()), flags.subList(1, flags.size()).toArray(String[]::new))) {
        System.out.println("up on " + house.port());
        Thread.sleep(Duration.ofMinutes(5)); // Nobody orphans it for longer than that.
      }
    }
  }

  @Test
  @DisplayName(
      "MD-40, REL-37: two nodes encode one video; one is killed, the other finishes it,"
          + " and every chunk is in it once")
  void oneOfTwoIsKilled() throws Exception {
    Path clip =
        RealFfmpeg.generate(
            Files.createDirectories(folder.toRealPath().resolve("clips")).resolve("long.mkv"),
            "-f lavfi -i testsrc2=size=640x360:rate=%d:duration=%d -c:v mpeg4 -q:v 3"
                .formatted(RATE, SECONDS));
    DatabaseSettings place = databases.settings();
    try (RunningHouse house = RunningHouse.nodeOn(folder.resolve("one"), flags(place))) {
      Process process = startOther(place);
      Database database = databases.open(place);
      String id = house.upload(clip);
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> count(database, CHUNKS_AT_WORK) == 2);
      process.destroyForcibly().waitFor(); // kill -9

      JsonObject video = house.awaitPhase(id, "Ready");
      assertThat(video.elements("renditions").orElseThrow())
          .singleElement()
          .satisfies(only -> assertThat(((JsonObject) only).string("state")).contains("done"));
      assertWhole(folder.resolve("blobs").resolve(id).resolve("360p0.mp4"));
      assertThat(files(id)).containsExactly("360p0.mp4", "360p0.mp4.sums", "source");
      assertThat(count(database, "SELECT count(*) FROM chunk")).isZero();
      assertThat(
              count(
                  database,
                  "SELECT count(*) FROM event WHERE kind = 'VIDEO_READY' AND video = '%s'"
                      .formatted(id)))
          .isEqualTo(1);
    }
  }

  /** All pictures, each one later than the one before by the same time: none lost, none twice. */
  private static void assertWhole(Path file) throws IOException {
    try (FileByteSource source = FileByteSource.open(file)) {
      assertThat(Mp4Index.read(source)).isInstanceOf(Mp4Reading.Parsed.class);
      Mp4Track track = ((Mp4Reading.Parsed) Mp4Index.read(source)).movie().video().orElseThrow();
      SampleTable samples = track.samples();
      assertThat(samples.count()).isEqualTo(SECONDS * RATE);
      for (int sample = 0; sample < samples.count(); sample++) {
        assertThat(samples.duration(sample)).isEqualTo(samples.duration(0));
      }
    }
  }

  private String[] flags(DatabaseSettings place) {
    return new String[] {
      "--database.url=" + place.url(),
      "--storage=file:" + folder.resolve("blobs"),
      "--ffmpeg.path=" + RealFfmpeg.inStrongestLayer().folder(),
      "--transcode.chunk=10s",
      "--transcode.chunk-above=10s"
    };
  }

  private Process startOther(DatabaseSettings place) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                classPath(),
                Node.class.getName(),
                folder.resolve("two").toString()));
    line.addAll(List.of(flags(place)));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    other = process;
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String said = output.readLine();
    while (said != null && !said.startsWith("up on ")) {
      said = output.readLine();
    }
    assertThat(said).startsWith("up on ");
    Thread.ofVirtual().start(() -> output.lines().forEach(more -> {}));
    return process;
  }

  private static int count(Database database, String query) {
    return database.with(handle -> handle.createQuery(query).mapTo(Integer.class).one());
  }

  private List<String> files(String id) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("blobs").resolve(id))) {
      return all.map(file -> Objects.toString(file.getFileName())).sorted().toList();
    }
  }

  /** Surefire keeps the real class path in a property when it uses a manifest-only jar. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
        .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
  }
}
