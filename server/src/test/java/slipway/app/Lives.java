package slipway.app;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.sql.StateChanges;

/**
 * A server in a process of its own, on one folder and one port, that dies at each change of state
 * which no life before has come to, right before its commit and once more right after, and is
 * started again each time; with a client that asks again when an answer was lost.
 */
final class Lives implements AutoCloseable {
  private static final int DIED = 137;
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path data;
  private final Path points;
  private final List<String> line;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Thread keeper = Thread.ofVirtual().unstarted(this::keepAlive);
  private volatile boolean over;
  private volatile @Nullable Process process;
  private final AtomicInteger lives = new AtomicInteger();
  private volatile @Nullable String failure;

  private Lives(Path folder, boolean calm, List<String> flags) throws IOException {
    this.data = Files.createDirectories(folder).toRealPath().resolve("data");
    this.points = folder.resolve("points");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath(),
                Life.class.getName(),
                data.toString(),
                points.toString(),
                calm ? "calm" : "mortal",
                "--http.port=" + port));
    line.addAll(flags);
  }

  /** A server that only notes the changes it comes through. */
  static Lives calm(Path folder, List<String> flags) throws IOException {
    return new Lives(folder, /* calm= */ true, flags).begun();
  }

  static Lives mortal(Path folder, List<String> flags) throws IOException {
    return new Lives(folder, /* calm= */ false, flags).begun();
  }

  /** The process. Everything it writes before it dies stays, as after {@code kill -9}. */
  static final class Life {
    public static void main(String[] arguments) throws Exception {
      List<String> all = List.of(arguments);
      Path data = Path.of(all.get(0));
      Path points = Path.of(all.get(1));
      boolean mortal = all.get(2).equals("mortal");
      Set<String> known = ConcurrentHashMap.newKeySet();
      known.addAll(visited(points));
      StateChanges.watch(
          "jdbc:sqlite:" + data.resolve("slipway.db"),
          point -> {
            if (known.add(point)) {
              note(points, point);
              if (mortal) {
                Runtime.getRuntime().halt(DIED);
              }
            }
          });
      try (RunningHouse _ =
          RunningHouse.mortalOn(data, all.subList(3, all.size()).toArray(String[]::new))) {
        Thread.sleep(LONGEST_LIFE); // Nobody orphans it for longer than that.
      }
    }

    private static synchronized void note(Path points, String point) {
      try {
        Files.writeString(
            points, point + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private Lives begun() {
    keeper.start();
    return this;
  }

  private void keepAlive() {
    try {
      while (!over) {
        Process begun =
            new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        process = begun;
        lives.incrementAndGet();
        int code = begun.waitFor();
        if (!over && code != DIED) {
          failure = "life " + lives.get() + " ended with " + code;
          return;
        }
      }
    } catch (IOException failed) {
      failure = failed.toString();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Path log() {
    return points.resolveSibling("log");
  }

  /** How often it was started. */
  int count() {
    return lives.get();
  }

  Path data() {
    return data;
  }

  /** The changes it came to so far, the moments before and after each. */
  List<String> points() throws IOException {
    return visited(points);
  }

  private static List<String> visited(Path points) throws IOException {
    return Files.exists(points) ? Files.readAllLines(points) : List.of();
  }

  HttpRequest.Builder to(String path) {
    String base = "http://127.0.0.1:" + port;
    URI uri = URI.create(path);
    String own = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    return HttpRequest.newBuilder(URI.create(base + own)).timeout(Duration.ofSeconds(30));
  }

  HttpRequest.Builder admin(String path) {
    return to(path).header("Authorization", "Bearer " + RunningHouse.ADMIN_KEY);
  }

  /** An answer, however often it takes. */
  HttpResponse<String> ask(HttpRequest.Builder request) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> tried(request), Optional::isPresent)
        .orElseThrow();
  }

  /** The JSON of an answer that is a success. */
  JsonObject json(HttpRequest.Builder request) {
    HttpResponse<String> answer = ask(request);
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return (JsonObject) Json.tree(answer.body());
  }

  private Optional<HttpResponse<String>> tried(HttpRequest.Builder request)
      throws InterruptedException, IOException {
    if (failure != null) {
      throw new AssertionError(failure + "\n" + Files.readString(log()));
    }
    try {
      return Optional.of(client.send(request.build(), BodyHandlers.ofString()))
          .filter(answer -> answer.statusCode() != 503); // It is starting.
    } catch (IOException lost) {
      return Optional.empty();
    }
  }

  /** Rows of its database, seen from outside. */
  List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    String url = "jdbc:sqlite:" + data.resolve("slipway.db") + "?busy_timeout=20000";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  @Override
  public void close() {
    over = true;
    Process last = process;
    if (last != null) {
      last.destroyForcibly();
    }
    try {
      keeper.join();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }

  /** Surefire keeps the real class path in a property when it uses a manifest-only jar. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
        .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
  }
}
