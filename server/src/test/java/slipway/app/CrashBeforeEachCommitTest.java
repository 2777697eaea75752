package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.sql.StateChanges;
import slipway.testing.Clips;

/**
 * The data folder as a crash would leave it right before each commit that changes a video's state:
 * copied while the commit waits, and each copy is then lived on. {@link OneStepPerLifeTest} kills
 * processes, which takes minutes.
 */
final class CrashBeforeEachCommitTest {

  @TempDir Path folder;

  private record Image(Path data, String change) {}

  @AfterEach
  void watchNoLonger() {
    StateChanges.watchNoLonger();
  }

  private interface Houses {
    RunningHouse on(Path data) throws IOException;
  }

  @Test
  @DisplayName("REL-30: an upload that is played as it is, from every state a crash can leave")
  void asItIs() throws Exception {
    everyStateIsLivedOnFrom("sample.mp4", RunningHouse::on, /* least= */ 3);
  }

  @Test
  @Tag("ffmpeg")
  @DisplayName("REL-30: an upload that is encoded first, from every state a crash can leave")
  void encoded() throws Exception {
    everyStateIsLivedOnFrom(
        "bear-vp9-odd-dimensions.webm", RunningHouse::withFfmpegOn, /* least= */ 5);
  }

  private void everyStateIsLivedOnFrom(String name, Houses houses, int least) throws Exception {
    Path data = Files.createDirectories(folder).toRealPath().resolve("data");
    byte[] clip = Files.readAllBytes(Clips.clip(name));
    List<Image> images = new CopyOnWriteArrayList<>();
    JsonObject ticket;
    String id;
    String location;
    List<String> undisturbed;
    try (RunningHouse house = houses.on(data)) {
      ticket = house.ticket("film");
      id = RunningHouse.text(ticket, "video", "id");
      StateChanges.watch(
          "jdbc:sqlite:" + data.resolve("slipway.db"),
          point -> {
            if (point.startsWith("before ")) {
              images.add(new Image(copy(data, "image-" + images.size()), point));
            }
          });
      location = create(house, ticket, clip.length);
      send(house, location, clip, 0, clip.length / 2);
      send(house, location, clip, clip.length / 2, clip.length);
      house.awaitPhase(id, "Ready");
      StateChanges.watchNoLonger();
      undisturbed = end(data, id);
    }
    assertThat(images).hasSizeGreaterThanOrEqualTo(least);
    for (Image image : images) {
      try (RunningHouse house = houses.on(image.data)) {
        resume(house, ticket, location, clip);
        house.awaitPhase(id, "Ready");
        assertThat(end(image.data, id)).as(image.change).isEqualTo(undisturbed);
      }
    }
  }

  private static String create(RunningHouse house, JsonObject ticket, int length) {
    RunningHouse.Answer created =
        house.send(
            house
                .to(path(RunningHouse.text(ticket, "upload", "tusEndpoint")))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Integer.toString(length))
                .POST(BodyPublishers.noBody()));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return path(created.header("Location"));
  }

  /** Each house has a port of its own. */
  private static String path(String url) {
    return url.substring(url.indexOf('/', "http://".length()));
  }

  /** As a client does that comes back: asks how much is there, and sends the rest. */
  private static void resume(RunningHouse house, JsonObject ticket, String location, byte[] clip) {
    RunningHouse.Answer head =
        house.send(
            house
                .to(location)
                .header("Tus-Resumable", "1.0.0")
                .method("HEAD", BodyPublishers.noBody()));
    if (head.status() == 404) {
      // Nobody has been told of it yet: it is created once more.
      send(house, create(house, ticket, clip.length), clip, 0, clip.length);
      return;
    }
    assertThat(head.status()).isEqualTo(200);
    int offset = Integer.parseInt(head.header("Upload-Offset"));
    if (offset < clip.length) {
      send(house, location, clip, offset, clip.length);
    }
  }

  private static void send(RunningHouse house, String location, byte[] clip, int from, int to) {
    RunningHouse.Answer sent =
        house.send(
            house
                .to(location)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", Integer.toString(from))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(clip, from, to))));
    assertThat(sent.status()).as(sent.body()).isEqualTo(204);
  }

  /** What was told, in order, each once; what is there; and the bytes. */
  private static List<String> end(Path data, String id) throws IOException, SQLException {
    List<String> all = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("slipway.db"));
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                SELECT kind FROM (SELECT kind FROM event ORDER BY sequence)
                UNION ALL SELECT 'video ' || phase || ' ' || coalesce(size, '') FROM video
                UNION ALL SELECT 'upload ' || state || ' ' || byte_offset FROM upload
                UNION ALL SELECT 'rendition ' || name || ' ' || state FROM rendition
                UNION ALL SELECT 'task ' || kind || ' ' || state FROM task
                """)) {
      while (found.next()) {
        all.add(found.getString(1));
      }
    }
    try (Stream<Path> files = Files.list(data.resolve("blobs").resolve(id))) {
      for (Path file : new TreeSet<>(files.toList())) {
        all.add(Objects.toString(file.getFileName()) + " " + Files.size(file));
      }
    }
    return all;
  }

  private Path copy(Path data, String name) {
    Path image = folder.resolve(name);
    try (Stream<Path> found = Files.walk(data)) {
      for (Path from : found.toList()) {
        Path to = image.resolve(data.relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else if (!from.toString().endsWith("-shm")) {
          Files.copy(from, to);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return image;
  }
}
