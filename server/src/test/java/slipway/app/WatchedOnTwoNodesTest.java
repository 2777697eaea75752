package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.sql.Database;
import slipway.sql.DatabaseSettings;
import slipway.sql.Dialect;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

/**
 * A film is watched while it is made (decision 0019): on PostgreSQL by two nodes, of which each
 * shows what the other made; on SQLite, which belongs to one process, by two workers of one.
 */
@Tag("ffmpeg")
@OnEveryDatabase
final class WatchedOnTwoNodesTest {
  private static final int SECONDS = 30; // chunks of 8, 8 and 14 s
  private static final String RUNG = "360p0/";
  private static final String AT_WORK = "SELECT DISTINCT picked_by FROM job_heavy WHERE picked";

  private final TestDatabase databases;
  private final Map<String, byte[]> segments = new LinkedHashMap<>();
  private final Set<String> workers = new HashSet<>();
  private List<String> told = List.of();

  WatchedOnTwoNodesTest(TestDatabase databases) {
    this.databases = databases;
  }

  @Test
  @DisplayName(
      "Issue 4, REL-37: whichever node is asked, lists only grow, and each segment is the same"
          + " bytes on both, while both make it and afterwards")
  void watchedWhileMade(@TempDir Path temporary) throws Exception {
    Path folder = temporary.toRealPath();
    Path film =
        RealFfmpeg.generate(
            Files.createDirectories(folder.resolve("clips")).resolve("film.avi"),
            "-f lavfi -i testsrc2=size=640x360:rate=25:duration=%d -f lavfi -i sine=duration=%d"
                    .formatted(SECONDS, SECONDS)
                + " -c:v mpeg4 -q:v 9 -c:a mp3");
    DatabaseSettings place = databases.settings();
    boolean two = databases.dialect() == Dialect.POSTGRESQL;
    try (RunningHouse one = node(folder, "one", place, two ? 1 : 2);
        RunningHouse other = two ? node(folder, "two", place, 1) : one) {
      Optional<Database> database = two ? Optional.of(databases.open(place)) : Optional.empty();
      String id = one.upload(film);
      JsonObject video = other.awaitPhase(id, "Viewable");
      String address = RunningHouse.text(video, "playback", "hls");
      String rung = address.substring(address.indexOf("/hls/")).replace("index.m3u8", RUNG);
      List<RunningHouse> nodes = List.of(one, other);
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> {
            database.map(WatchedOnTwoNodesTest::atWork).ifPresent(workers::addAll);
            boolean ended = true;
            for (RunningHouse node : nodes) {
              ended &= watch(node, nodes, rung);
            }
            return ended;
          });
      assertThat(segments.keySet()).hasSizeGreaterThan(2);
      JsonObject ready = one.awaitPhase(id, "Ready");
      assertThat(ready.string("reason")).isEmpty();
      for (RunningHouse node : nodes) {
        segments.forEach((name, bytes) ->
            assertThat(node.get(rung + name).raw().body()).as(name).isEqualTo(bytes));
      }
      if (two) {
        assertThat(workers).as("both made it").hasSize(2);
      }
    }
  }

  private static RunningHouse node(
      Path folder, String name, DatabaseSettings place, int heavyThreads) throws IOException {
    return RunningHouse.nodeOn(
        folder.resolve(name),
        heavyThreads,
        "--database.url=" + place.url(),
        "--storage=file:" + folder.resolve("blobs"),
        "--ffmpeg.path=" + RealFfmpeg.inStrongestLayer().folder());
  }

  /** Looks at the list, and fetches what is new from all; whether it has come to its end. */
  private boolean watch(RunningHouse node, List<RunningHouse> nodes, String rung) {
    RunningHouse.Answer list = node.get(rung + "index.m3u8");
    assertThat(list.status()).isEqualTo(200);
    List<String> now =
        list.body()
            .lines()
            .filter(line -> line.startsWith("#EXTINF") || line.endsWith(".m4s"))
            .toList();
    assertThat(now.subList(0, Math.min(told.size(), now.size())))
        .as("what was told stays")
        .isEqualTo(told);
    told = now;
    for (String name : now) {
      if (!name.endsWith(".m4s") || segments.containsKey(name)) {
        continue;
      }
      for (RunningHouse each : nodes) {
        RunningHouse.Answer segment = each.get(rung + name);
        assertThat(segment.status()).as(name).isEqualTo(200);
        byte[] known = segments.putIfAbsent(name, segment.raw().body());
        if (known != null) {
          assertThat(segment.raw().body()).as(name).isEqualTo(known);
        }
      }
    }
    return list.body().contains("ENDLIST");
  }

  private static List<String> atWork(Database database) {
    return database.with(handle -> handle.createQuery(AT_WORK).mapTo(String.class).list());
  }
}
