package slipway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Clips;

/** Names that lead out of a folder, by every door and from every side: nowhere is one a path. */
final class NamesAreTextTest {
  private static final String KEY = "a-key-for-names";
  private static final List<String> NAMES =
      List.of(
          "../../../../escaped.mp4",
          "..\\..\\escaped.mp4",
          "/tmp/escaped.mp4",
          "C:\\escaped.mp4",
          "%2e%2e%2f%2e%2e%2fescaped.mp4",
          "..",
          "blobs/../escaped.mp4",
          "escaped.mp4/../../x",
          "-i escaped.mp4",
          "%d-escaped.mp4",
          "x".repeat(300) + "/escaped.mp4");

  @TempDir Path folder;

  @Test
  @DisplayName(
      "REL-95: in tus metadata, a form, a header, JSON, the path of a URL and what its server says,"
          + " a name is a text; what is stored is named by us")
  void nowhereAPath() throws Exception {
    Path data = Files.createDirectories(folder).toRealPath().resolve("deep/er/data");
    byte[] clip = Files.readAllBytes(Clips.clip("sample.mp4"));
    HttpServer elsewhere = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Content-Disposition", "attachment; filename=\"../../../../escaped.mp4\"");
          exchange.sendResponseHeaders(200, clip.length);
          exchange.getResponseBody().write(clip);
          exchange.close();
        });
    elsewhere.start();
    String url = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
    try (RunningHouse house =
        RunningHouse.on(data, "--api.key=" + KEY, "--allow.private-targets=true")) {
      for (String name : NAMES) {
        byTus(house, name, clip);
        byForm(house, name, clip);
        byLivepeer(house, name, clip);
      }
      byDraft(house, clip);
      for (String path :
          List.of("/../../../escaped.mp4", "/%2e%2e%2f%2e%2e%2fescaped.mp4", "/a/..%5cescaped")) {
        imported(house, url + path);
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> stored(data).size(), count -> count == 3 * NAMES.size() + 1 + 3);
    } finally {
      elsewhere.stop(0);
    }
    assertThat(stored(data))
        .allMatch(file -> file.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/source"));
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile).filter(file -> !file.startsWith(data))).isEmpty();
    }
    try (Stream<Path> all = Files.walk(data)) {
      assertThat(all.map(Path::toString).filter(file -> file.contains("escaped"))).isEmpty();
    }
    assertThat(Path.of("/tmp/escaped.mp4")).doesNotExist();
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static Set<String> stored(Path data) throws IOException {
    Path blobs = data.resolve("blobs");
    try (Stream<Path> all = Files.walk(blobs)) {
      return all.filter(Files::isRegularFile)
          .map(file -> blobs.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static void byTus(RunningHouse house, String name, byte[] clip) {
    String metadata = "filename " + Base64.getEncoder().encodeToString(name.getBytes(UTF_8));
    RunningHouse.Answer answer =
        house.send(
            house
                .to("/files/")
                .header("Authorization", "Bearer " + KEY)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Integer.toString(clip.length))
                .header("Upload-Metadata", metadata)
                .header("Content-Type", "application/offset+octet-stream")
                .POST(BodyPublishers.ofByteArray(clip)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  private static void byDraft(RunningHouse house, byte[] clip) {
    RunningHouse.Answer answer =
        house.send(
            house
                .to("/files/")
                .header("Authorization", "Bearer " + KEY)
                .header("Upload-Draft-Interop-Version", "6")
                .header("Upload-Complete", "?1")
                .header("Content-Disposition", "attachment; filename=\"../../../../escaped.mp4\"")
                .POST(BodyPublishers.ofByteArray(clip)));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private static void byForm(RunningHouse house, String name, byte[] clip) throws IOException {
    var body = new ByteArrayOutputStream();
    body.write(
        ("--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name.replace("\\", "\\\\")
                + "\"\r\nContent-Type: video/mp4\r\n\r\n")
            .getBytes(UTF_8));
    body.write(clip);
    body.write("\r\n--b1--\r\n".getBytes(UTF_8));
    RunningHouse.Answer answer =
        house.send(
            house
                .to("/files/direct")
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "multipart/form-data; boundary=b1")
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  private static void byLivepeer(RunningHouse house, String name, byte[] clip) {
    JsonObject ticket =
        house
            .send(
                house
                    .to("/api/asset/request-upload")
                    .header("Authorization", "Bearer " + KEY)
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"name\":\"" + name.replace("\\", "\\\\") + "\"}")))
            .json();
    assertThat(ticket.object("asset").orElseThrow().string("name")).contains(name);
    RunningHouse.Answer answer =
        house.send(
            house.to(ticket.string("url").orElseThrow()).PUT(BodyPublishers.ofByteArray(clip)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static void imported(RunningHouse house, String url) {
    RunningHouse.Answer answer =
        house.send(
            house
                .to("/api/asset/upload/url")
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"../../../escaped.mp4\",\"url\":\"" + url + "\"}")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }
}
