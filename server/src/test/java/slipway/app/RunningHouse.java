package slipway.app;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slipway.config.SettingsSources;
import slipway.jobs.JobSettings;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.sql.DatabaseSettings;

/** The whole server in this process, on a free port and a folder of its own, with a client. */
final class RunningHouse implements AutoCloseable {
  static final String ADMIN_KEY = "an-admin-key-for-tests";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Server server;
  private final String report;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningHouse(Server server, String report) {
    this.server = server;
    this.report = report;
  }

  /** Starts on the folder, as a process with these flags would where no FFmpeg runs. */
  static RunningHouse on(Path data, String... flags) throws IOException {
    ServerSettings settings = settings(data, flags);
    return start(with(settings, withoutFfmpeg(settings.media())));
  }

  /**
   * As a process with these flags would, which say where FFmpeg is; but a job whose process
   * vanished again and again does not wait long.
   */
  static RunningHouse mortalOn(Path data, String... flags) throws IOException {
    ServerSettings settings = settings(data, flags);
    MediaOptions media = settings.media();
    JobSettings jobs = media.jobs();
    return start(
        with(
            settings,
            new MediaOptions(
                media.ffmpeg(),
                media.transcode(),
                new JobSettings(
                    jobs.quickThreads(),
                    /* heavyThreads= */ 1,
                    jobs.fetchThreads(),
                    Duration.ofMillis(200),
                    jobs.heartbeat(),
                    jobs.maxFailures(),
                    /* firstBackoff= */ Duration.ofMillis(100),
                    /* maxBackoff= */ Duration.ofMillis(500),
                    jobs.maxLost(),
                    jobs.stopGrace()))));
  }

  /**
   * As {@link #withFfmpegOn}, one of several on a database, which soon notice that another is dead.
   */
  static RunningHouse nodeOn(Path data, String... flags) throws IOException {
    return nodeOn(data, /* heavyThreads= */ 1, flags);
  }

  /** The same with so many workers that encode. */
  static RunningHouse nodeOn(Path data, int heavyThreads, String... flags) throws IOException {
    ServerSettings settings = settings(data, flags);
    MediaOptions media = settings.media();
    JobSettings jobs = media.jobs();
    return start(
        with(
            settings,
            new MediaOptions(
                media.ffmpeg(),
                media.transcode(),
                new JobSettings(
                    jobs.quickThreads(),
                    heavyThreads,
                    jobs.fetchThreads(),
                    Duration.ofMillis(200),
                    /* heartbeat= */ Duration.ofMillis(500),
                    jobs.maxFailures(),
                    jobs.firstBackoff(),
                    jobs.maxBackoff(),
                    jobs.maxLost(),
                    jobs.stopGrace()))));
  }

  /** As {@link #on}, but nobody waits long for a database that is busy or away. */
  static RunningHouse impatientOn(Path data, String... flags) throws IOException {
    ServerSettings settings = settings(data, flags);
    StoreOptions stores = settings.stores();
    DatabaseSettings database = stores.database();
    return start(
        with(
            settings,
            withoutFfmpeg(settings.media()),
            new StoreOptions(
                new DatabaseSettings(
                    database.url(),
                    database.user(),
                    database.password(),
                    database.poolSize(),
                    /* busyTimeout= */ Duration.ofMillis(300),
                    database.connectTimeout()),
                stores.blobs(),
                stores.reserve(),
                stores.durability())));
  }

  private static MediaOptions withoutFfmpeg(MediaOptions media) {
    return new MediaOptions(
        media.ffmpeg().withoutBundle().withSearchPath(List.of()), media.transcode(), media.jobs());
  }

  private static ServerSettings with(ServerSettings settings, MediaOptions media) {
    return with(settings, media, settings.stores());
  }

  private static ServerSettings with(
      ServerSettings settings, MediaOptions media, StoreOptions stores) {
    return new ServerSettings(
        settings.data(),
        settings.house(),
        settings.http(),
        settings.visits(),
        stores,
        settings.uploads(),
        settings.softHead(),
        settings.cloudflare(),
        media,
        settings.imports(),
        settings.playback(),
        settings.pictures(),
        settings.outgoing(),
        settings.webhooks(),
        settings.viewers(),
        settings.gcore(),
        settings.exports(),
        settings.deletion(),
        settings.provenance(),
        settings.warnings());
  }

  /** As {@link #on}, with the FFmpeg that tests share; skips the test where none runs. */
  static RunningHouse withFfmpegOn(Path data, String... flags) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("--ffmpeg.path=" + RealFfmpeg.inStrongestLayer().folder()));
    all.addAll(List.of(flags));
    return start(settings(data, all.toArray(String[]::new)));
  }

  private static RunningHouse start(ServerSettings settings) throws IOException {
    var out = new ByteArrayOutputStream();
    Server server =
        Server.start(
            settings, "test", new PrintStream(out, /* autoFlush= */ true, StandardCharsets.UTF_8));
    return new RunningHouse(server, out.toString(StandardCharsets.UTF_8));
  }

  static ServerSettings settings(Path data, String... flags) {
    List<String> all = new ArrayList<>(List.of("--data=" + data, "--storage.reserve=0"));
    all.addAll(List.of(flags));
    if (all.stream().noneMatch(flag -> flag.startsWith("--http.port"))) {
      all.add("--http.port=0");
    }
    if (all.stream().noneMatch(flag -> flag.startsWith("--admin.key"))) {
      all.add("--admin.key=" + ADMIN_KEY);
    }
    return ServerSettings.load(new SettingsSources(all, Map.of(), data));
  }

  /** What was printed at the start. */
  String report() {
    return report;
  }

  /** All routes there are. */
  List<String> offered() {
    return server.offered();
  }

  int port() {
    return server.port();
  }

  String base() {
    return "http://127.0.0.1:" + port();
  }

  /** An answer, its body as Latin-1 text, a character for each byte. */
  record Answer(int status, String body, HttpResponse<byte[]> raw) {
    JsonObject json() {
      return (JsonObject) Json.tree(new String(raw.body(), StandardCharsets.UTF_8));
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  Answer get(String path) {
    return send(to(path).GET());
  }

  Answer admin(String method, String path, String json) {
    return send(
        to(path)
            .header("Authorization", "Bearer " + ADMIN_KEY)
            .method(method, BodyPublishers.ofString(json)));
  }

  /** The API key of an account that is made now. */
  String keyOfNew(String account) {
    return admin("POST", "/admin/accounts", "{\"name\":\"%s\"}".formatted(account))
        .json()
        .string("apiKey")
        .orElseThrow();
  }

  /** Posts to Livepeer's API. */
  Answer livepeer(String key, String path, String body) {
    return send(
        to(path)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** How a dialect calls the first account. */
  JsonObject account(String dialect) {
    JsonObject first =
        (JsonObject)
            admin("GET", "/admin/accounts", "")
                .json()
                .elements("accounts")
                .orElseThrow()
                .getFirst();
    return first.object(dialect).orElseThrow();
  }

  /** Where the first account's videos lie in Cloudflare's API. */
  String cloudflareStream() {
    return "/client/v4/accounts/%s/stream"
        .formatted(account("cloudflare").string("accountId").orElseThrow());
  }

  HttpRequest.Builder to(String path) {
    URI uri = path.startsWith("http") ? URI.create(path) : URI.create(base() + path);
    return HttpRequest.newBuilder(uri).timeout(PATIENCE);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> raw = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(raw.statusCode(), new String(raw.body(), StandardCharsets.ISO_8859_1), raw);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** A ticket for a new video, as the dashboard gets it. */
  JsonObject ticket(String name) {
    Answer answer = admin("POST", "/admin/videos", "{\"name\":\"" + name + "\"}");
    if (answer.status() != 201) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    return answer.json();
  }

  /** Sends a file by tus in one request; the id of its video. */
  String upload(Path file) throws IOException {
    JsonObject ticket = ticket(String.valueOf(file.getFileName()));
    send(ticket, Files.readAllBytes(file));
    return text(ticket, "video", "id");
  }

  Answer send(JsonObject ticket, byte[] bytes) {
    return send(
        to(text(ticket, "upload", "tusEndpoint"))
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", Integer.toString(bytes.length))
            .header("Content-Type", "application/offset+octet-stream")
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  JsonObject video(String id) {
    return admin("GET", "/admin/videos/" + id, "").json();
  }

  /** The video once it is in that phase; fails at once when it ended in another. */
  JsonObject awaitPhase(String id, String phase) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> video(id),
            video -> {
              String now = video.string("phase").orElse("");
              boolean ended = now.equals("Ready") || now.equals("Failed");
              if (ended && !now.equals(phase)) {
                throw new AssertionError("ended " + now + ": " + video.string("reason"));
              }
              return now.equals(phase);
            });
  }

  static String text(JsonObject json, String object, String field) {
    return json.object(object).flatMap(inner -> inner.string(field)).orElseThrow();
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
