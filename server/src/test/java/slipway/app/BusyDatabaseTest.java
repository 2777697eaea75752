package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.app.RunningHouse.Answer;
import slipway.sql.Dialect;
import slipway.testing.SeveredProxy;
import slipway.testing.TestDatabase;

/**
 * A database that is busy or away for longer than a request waits: whoever asks is told to come
 * again, in the words of his dialect, and nothing is broken when it is back (TUS-71).
 */
final class BusyDatabaseTest {
  private static final String KEY = "a-key-for-busy-times";
  private static final String BEARER = "Bearer " + KEY;
  private static final String OFFSET_STREAM = "application/offset+octet-stream";

  @TempDir Path data;

  @Test
  @DisplayName("TUS-71: while another process writes the database, who would write comes again")
  void writtenByAnother() throws IOException, SQLException {
    try (RunningHouse house = RunningHouse.impatientOn(data, "--api.key=" + KEY)) {
      Answer created = house.send(creation(house));
      assertThat(created.status()).isEqualTo(201);
      String upload = created.header("location");
      String stream = house.cloudflareStream();

      try (Connection other =
              DriverManager.getConnection("jdbc:sqlite:" + data.resolve("slipway.db"));
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        Answer livepeer =
            house.send(
                house
                    .to("/api/asset/request-upload")
                    .header("Authorization", BEARER)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"name\":\"a\"}")));
        assertPutOff(livepeer, "{\"errors\":[\"");
        assertPutOff(
            house.send(
                house
                    .to(stream + "/direct_upload")
                    .header("Authorization", BEARER)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"maxDurationSeconds\":60}"))),
            "\"success\":false");
        assertPutOff(
            house.send(
                house
                    .to("/streaming/videos")
                    .header("Authorization", "APIKey " + KEY)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"video\":{\"name\":\"a\"}}"))),
            "\"status\":503");
        assertPutOff(house.admin("POST", "/admin/videos", "{\"name\":\"a\"}"), "\"busy\"");
        assertPutOff(house.send(creation(house)), "ERR_BUSY");
        assertPutOff(
            house.send(
                house
                    .to("/files/")
                    .header("Authorization", BEARER)
                    .header("Upload-Draft-Interop-Version", "6")
                    .header("Upload-Complete", "?0")
                    .header("Content-Type", "application/partial-upload")
                    .POST(BodyPublishers.ofString("x"))),
            "busy");
        assertPutOff(
            house.send(
                house
                    .to("/files/direct")
                    .header("Authorization", BEARER)
                    .PUT(BodyPublishers.ofString("x"))),
            "\"busy\"");
        Answer patched = house.send(patch(house, upload, 0, "012"));
        assertPutOff(patched, "ERR_BUSY");
        assertThat(patched.header("tus-resumable")).isEqualTo("1.0.0");
      }

      int offset = Integer.parseInt(house.send(head(house, upload)).header("upload-offset"));
      assertThat(house.send(patch(house, upload, offset, "012345".substring(offset))).status())
          .as("nothing is lost")
          .isEqualTo(204);
    }
  }

  @Test
  @DisplayName("TUS-71, TUS-33: while the database is away, no route at all calls it a mistake")
  void away() throws Exception {
    try (TestDatabase databases = new TestDatabase(Dialect.POSTGRESQL);
        SeveredProxy proxy = SeveredProxy.to(databases.settings().url());
        RunningHouse house =
            RunningHouse.impatientOn(data, "--api.key=" + KEY, "--database.url=" + proxy.url())) {
      Answer created = house.send(creation(house));
      assertThat(created.status()).as(created.body()).isEqualTo(201);
      String upload = created.header("location");

      proxy.sever();
      Answer looked = house.send(head(house, upload));
      assertThat(looked.status()).as("of any 5xx a client would begin anew").isEqualTo(423);
      assertThat(looked.header("retry-after")).isEqualTo("5");
      assertPutOff(house.send(patch(house, upload, 0, "012")), "ERR_BUSY");
      Map<String, Answer> answers = askEverywhere(house);
      for (Map.Entry<String, Answer> each : answers.entrySet()) {
        Answer answer = each.getValue();
        // Gcore's own word for a wrong ticket is a 500, whatever the database does (GC-110).
        if (!answer.body().startsWith("Error: token invalid")) {
          assertThat(answer.status()).as("%s: %s", each.getKey(), answer.body()).isNotEqualTo(500);
        }
        // Health says 503 for whoever balances load, which has times of its own.
        if (answer.status() == 503 && !each.getKey().contains(" /health/")) {
          assertThat(answer.header("retry-after")).as(each.getKey()).isNotEmpty();
        }
      }
      for (String area :
          List.of("/api/", "/client/v4/", "/streaming/", "/files/", "/admin/", "/hls/")) {
        assertThat(answers)
            .as("asked and put off below %s", area)
            .anySatisfy((route, answer) -> {
              assertThat(route).contains(" " + area);
              assertThat(answer.status()).isEqualTo(503);
            });
      }

      proxy.mend();
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .untilAsserted(() -> assertThat(house.send(head(house, upload)).status()).isEqualTo(200));
      assertThat(house.send(patch(house, upload, 0, "012345")).status()).isEqualTo(204);
    }
  }

  private static void assertPutOff(Answer answer, String shape) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("5");
    assertThat(answer.body()).contains(shape).contains("the server is busy; try again later");
  }

  /** All at once, as each waits for the database. */
  private static Map<String, Answer> askEverywhere(RunningHouse house) {
    Map<String, CompletableFuture<Answer>> running = new TreeMap<>();
    Map<String, Answer> answers = new TreeMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(24)) {
      for (String route : house.offered()) {
        running.put(
            route, CompletableFuture.supplyAsync(() -> house.send(to(house, route)), threads));
      }
      running.forEach((route, answer) -> answers.put(route, answer.join()));
    }
    assertThat(answers).hasSizeGreaterThan(60);
    return answers;
  }

  /** A request for a route, with a right that its area knows. */
  private static HttpRequest.Builder to(RunningHouse house, String route) {
    int space = route.indexOf(' ');
    String path = route.substring(space + 1).replaceAll("\\{[^}]*}", "x");
    String method = route.substring(0, space);
    String right =
        path.startsWith("/admin")
            ? "Bearer " + RunningHouse.ADMIN_KEY
            : path.startsWith("/streaming") ? "APIKey " + KEY : BEARER;
    HttpRequest.Builder request = house.to(path).header("Authorization", right);
    if (path.startsWith("/files")) {
      List<String> fields =
          new ArrayList<>(List.of("Tus-Resumable", "1.0.0", "Upload-Length", "6"));
      if (method.equals("PATCH")) {
        fields.addAll(List.of("Upload-Offset", "0", "Content-Type", OFFSET_STREAM));
      }
      request.headers(fields.toArray(String[]::new));
    }
    return request.method(method, BodyPublishers.noBody());
  }

  private static HttpRequest.Builder creation(RunningHouse house) {
    return house
        .to("/files/")
        .header("Authorization", BEARER)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", "9")
        .POST(BodyPublishers.noBody());
  }

  private static HttpRequest.Builder head(RunningHouse house, String upload) {
    return house.to(upload).header("Tus-Resumable", "1.0.0").HEAD();
  }

  private static HttpRequest.Builder patch(
      RunningHouse house, String upload, int offset, String bytes) {
    return house
        .to(upload)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Offset", Integer.toString(offset))
        .header("Content-Type", OFFSET_STREAM)
        .method("PATCH", BodyPublishers.ofString(bytes));
  }
}
