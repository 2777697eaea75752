package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.sql.DatabaseSettings;
import slipway.sql.Dialect;
import slipway.testing.TestDatabase;

/**
 * Three servers on one PostgreSQL and one store, each with pictures in a cache of its own. Bytes
 * are erased in two looks, by whichever node takes each: at least one of three has no part in it.
 */
@Tag("ffmpeg")
final class DeletedOnOneOfThreeNodesTest {
  /** A sweep each 30 s, and what a busy machine needs. */
  private static final Duration SWEPT = Duration.ofSeconds(90);

  @TempDir Path temporary;
  private final TestDatabase databases = new TestDatabase(Dialect.POSTGRESQL);

  @AfterEach
  void stop() {
    databases.close();
  }

  @Test
  @DisplayName(
      "REL-36: once a node has deleted a video no other answers anything of it, and the pictures"
          + " that they keep of it go, while those of others stay")
  void picturesElsewhere() throws Exception {
    Path folder = temporary.toRealPath();
    Path clip = RealFfmpeg.clip("sample.mp4");
    DatabaseSettings place = databases.settings();
    try (RunningHouse one = node(folder, "one", place);
        RunningHouse two = node(folder, "two", place);
        RunningHouse three = node(folder, "three", place)) {
      List<RunningHouse> nodes = List.of(one, two, three);
      String stays = one.upload(clip);
      String goes = two.upload(clip);
      String playlist = playlist(three, goes);
      String picture = playlist.replace("index.m3u8", "thumbnails/thumbnail.jpg");
      String other = playlist(three, stays).replace("index.m3u8", "thumbnails/thumbnail.jpg");
      for (RunningHouse node : nodes) {
        assertThat(node.get(playlist).status()).isEqualTo(200);
        assertThat(node.get(picture).status()).isEqualTo(200);
        assertThat(node.get(other).status()).isEqualTo(200);
      }
      assertThat(nodesWithPicturesOf(folder, goes)).isEqualTo(3);

      assertThat(two.admin("DELETE", "/admin/videos/" + goes, "").status()).isEqualTo(204);
      for (RunningHouse node : nodes) {
        assertThat(node.get(playlist).status()).isEqualTo(404);
        assertThat(node.get(picture).status()).isEqualTo(404);
      }
      await().atMost(SWEPT).until(() -> nodesWithPicturesOf(folder, goes) == 0);
      assertThat(nodesWithPicturesOf(folder, stays)).isEqualTo(3);
    }
  }

  private static String playlist(RunningHouse house, String id) {
    String address = RunningHouse.text(house.awaitPhase(id, "Ready"), "playback", "hls");
    return address.substring(address.indexOf("/hls/"));
  }

  private static long nodesWithPicturesOf(Path folder, String id) {
    return List.of("one", "two", "three").stream()
        .filter(node -> Files.exists(folder.resolve(node).resolve("cache").resolve(id)))
        .count();
  }

  private static RunningHouse node(Path folder, String name, DatabaseSettings place)
      throws IOException {
    return RunningHouse.nodeOn(
        folder.resolve(name),
        "--database.url=" + place.url(),
        "--storage=file:" + folder.resolve("blobs"),
        "--ffmpeg.path=" + RealFfmpeg.inStrongestLayer().folder());
  }
}
