package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.sql.DatabaseUnavailable;

/** Starting, stopping, and what is there before a video is. */
final class ServerTest {
  @TempDir Path data;

  @Test
  @DisplayName("A taken port is said, and everything that was opened before is closed again")
  void takenPort_leavesNothingOpen() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "--http.port=" + taken.getLocalPort();
      assertThatThrownBy(() -> RunningHouse.on(data, port))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
          .hasMessageContaining("in use");
      assertThat(openFiles()).isEmpty();
    }
    try (RunningHouse house = RunningHouse.on(data)) {
      assertThat(house.get("/health/live").status()).isEqualTo(200);
      assertThat(house.report())
          .as("a start that failed made no API key that nobody has seen")
          .contains("The API key is shown only now");
    }
    assertThat(openFiles()).isEmpty();
  }

  @Test
  @DisplayName("A host that is not known, and a data folder that cannot be, are said in sentences")
  void wrongHostOrFolder_isSaidInASentence() throws IOException {
    assertThatThrownBy(() -> RunningHouse.on(data, "--http.host=nowhere.invalid"))
        .hasMessageEndingWith(": this machine does not know the host");
    Path file = Files.createFile(data.resolve("a-file"));
    assertThatThrownBy(() -> RunningHouse.on(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the data folder " + file + " cannot be made; ");
  }

  @Test
  @DisplayName("Two processes on one folder: the second says why it does not start")
  void sameFolderTwice_isRefused() throws IOException {
    try (RunningHouse house = RunningHouse.on(data)) {
      assertThatThrownBy(() -> RunningHouse.on(data)).isInstanceOf(DatabaseUnavailable.class);
      assertThat(house.get("/health/ready").status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("REL-66: private targets are off, and when on the start report and health say so")
  void privateTargets_areShown() throws IOException {
    try (RunningHouse house = RunningHouse.on(data)) {
      assertThat(house.report()).doesNotContain("allow.private-targets");
      assertThat(house.get("/health/ready").body()).doesNotContain("allow.private-targets");
    }
    try (RunningHouse house = RunningHouse.on(data, "--allow.private-targets")) {
      assertThat(house.report()).contains("allow.private-targets");
      assertThat(house.get("/health/ready").body()).contains("allow.private-targets");
    }
  }

  @Test
  void closingTwice_isClosingOnce() throws IOException {
    RunningHouse house = RunningHouse.on(data);
    house.close();
    house.close();
    assertThat(openFiles()).isEmpty();
  }

  @Test
  @DisplayName("Keys are made at the first start and shown only then; a restart keeps them")
  void keys_areShownOnce() throws IOException {
    String key;
    String adminKey;
    try (RunningHouse first = RunningHouse.on(data, "--admin.key=")) {
      adminKey = Files.readString(data.resolve("admin-key")).strip();
      assertThat(first.report())
          .contains("Slipway is up.", adminKey, "The API key is shown only now", first.base());
      key = first.report().replaceAll("(?s).*Bearer (\\S+).*", "$1");
      assertThat(list(first, key)).isEqualTo(200);
      assertThat(session(first, adminKey)).isEqualTo(200);
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin-key"))))
        .isEqualTo("rw-------");
    try (RunningHouse again = RunningHouse.on(data, "--admin.key=", "--api.key=chosen-key")) {
      assertThat(again.report()).doesNotContain(adminKey, key, "chosen-key");
      assertThat(list(again, key)).isEqualTo(200);
      assertThat(list(again, "chosen-key")).isEqualTo(200);
      assertThat(list(again, "another")).isEqualTo(401);
      assertThat(session(again, adminKey)).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("Metrics answer, and no label grows with what clients send")
  void metrics_areBounded() throws IOException {
    try (RunningHouse house = RunningHouse.on(data)) {
      house.get("/no/such/path-1");
      house.get("/no/such/path-2");
      house.get("/hls/0123456789abcdef/index.m3u8");
      house.send(house.to("/admin/accounts").method("BREW", BodyPublishers.noBody()));
      RunningHouse.Answer metrics = house.get("/metrics");
      assertThat(metrics.status()).isEqualTo(200);
      assertThat(metrics.header("Content-Type")).startsWith("text/plain; version=0.0.4");
      assertThat(metrics.body())
          .contains(
              "slipway_http_requests_seconds_count{method=\"GET\",route=\"none\",status=\"404\"}",
              "route=\"/hls/{playbackId}/{file...}\"",
              "method=\"other\"",
              "slipway_uploads_active 0.0",
              "jvm_memory_used_bytes")
          .doesNotContain("path-1", "0123456789abcdef", "BREW");
    }
  }

  private static int list(RunningHouse house, String key) {
    return house
        .send(house.to("/api/asset").header("Authorization", "Bearer " + key).GET())
        .status();
  }

  private static int session(RunningHouse house, String key) {
    return house
        .send(house.to("/admin/session").header("Authorization", "Bearer " + key).GET())
        .status();
  }

  /** Files of the data folder that this process has open. */
  private List<String> openFiles() throws IOException {
    String below = data.toRealPath().toString();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(ServerTest::target).filter(target -> target.startsWith(below)).toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
