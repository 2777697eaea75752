package slipway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import slipway.app.Launch;
import slipway.json.JsonValue.JsonObject;

/**
 * {@code slipway rehearse}: takes a tiny video through the whole house, in a folder of its own, and
 * ends. The launcher lets the JVM watch and keep what it has loaded and learnt, so that the first
 * start and the first upload of a real server are as quick as its later ones (ADR 0014).
 */
@Command(name = "rehearse", hidden = true, mixinStandardHelpOptions = true)
final class Rehearse implements Callable<Integer> {
  private static final String CLIP = "rehearsal.mp4";
  private static final int TIMES = 5;

  /**
   * Bytes of a request of the upload in pieces: hundreds of requests, for what the JVM learns of a
   * method it learns after two hundred calls.
   */
  private static final int PIECE = 100;

  /** How often a video is watched from its first playlist to its last segment. */
  private static final int VIEWERS = 20;

  private static final int MOST_LOOKS = 500;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("slipway-rehearsal");
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> remove(folder)));
    // The system chose the folder's name at random; there is nothing behind the key to guess it
    // for.
    String key = "1$" + folder.getFileName().toString().replaceAll("\\D", "") + "0".repeat(32);
    var server =
        Launch.serve(
            List.of(
                "--data=" + folder,
                "--http.host=127.0.0.1",
                "--http.port=0",
                "--storage.reserve=0",
                "--api.key=" + key),
            Main.version(),
            new PrintStream(
                OutputStream.nullOutputStream(), /* autoFlush= */ false, StandardCharsets.UTF_8));
    String base = "http://127.0.0.1:" + server.port();
    Path clip = folder.resolve(CLIP);
    try (InputStream in = Launch.rehearsalClip()) {
      Files.copy(in, clip);
    }
    AdminClient api = new AdminClient(base, key, Optional.empty());
    for (int i = 0; i < TIMES; i++) {
      walk(api, base, clip, /* resumable= */ i % 2 == 1);
    }
    inPieces(api, clip);
    for (String path : List.of("/", "/health/ready", "/metrics", "/nowhere")) {
      get(base + path);
    }
    return 0;
  }

  /** Ticket, bytes, inspected, viewable, watched. */
  private void walk(AdminClient api, String base, Path clip, boolean resumable)
      throws IOException, InterruptedException {
    JsonObject ticket = api.post("/api/asset/request-upload", Map.of("name", CLIP));
    JsonObject asset = ticket.object("asset").orElseThrow();
    if (resumable) {
      new ResumableUpload(http, clip).to(ticket.string("tusEndpoint").orElseThrow());
    } else {
      URI url = URI.create(ticket.string("url").orElseThrow());
      http.send(
          HttpRequest.newBuilder(url).PUT(BodyPublishers.ofFile(clip)).build(),
          BodyHandlers.discarding());
    }
    String playback = asset.string("playbackId").orElseThrow();
    String master = base + "/hls/" + playback + "/index.m3u8";
    String playlist = "";
    for (int look = 0; look < MOST_LOOKS && playlist.isEmpty(); look++) {
      Thread.sleep(PAUSE);
      playlist = get(master);
    }
    for (int viewer = 0; viewer < VIEWERS / TIMES; viewer++) {
      watch(master, playlist);
    }
    api.get("/api/asset/" + asset.string("id").orElseThrow());
    api.get("/api/playback/" + playback);
  }

  /** What a busy server does most. */
  private void inPieces(AdminClient api, Path clip) throws IOException, InterruptedException {
    JsonObject ticket = api.post("/api/asset/request-upload", Map.of("name", CLIP));
    new ResumableUpload(http, clip, PIECE).to(ticket.string("tusEndpoint").orElseThrow());
  }

  /** Everything that a playlist names, and what that names. */
  private void watch(String address, String playlist) throws IOException, InterruptedException {
    for (String line : playlist.lines().toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        String named = URI.create(address).resolve(line).toString();
        String text = get(named);
        if (text.startsWith("#EXTM3U")) {
          watch(named, text);
        }
      }
    }
  }

  /** The body of a 200, as far as it is text; else empty. */
  private String get(String address) throws IOException, InterruptedException {
    var answer =
        http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    return answer.statusCode() == 200 ? answer.body() : "";
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException gone) {
      // A temporary folder; the system clears it in the end.
    }
  }
}
