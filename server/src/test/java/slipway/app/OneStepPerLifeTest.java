package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.json.JsonValue.JsonObject;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Reading;
import slipway.media.ffmpeg.RealFfmpeg;

/** The server dies around every change of a video's state, and the video gets to its end anyway. */
@Tag("ffmpeg")
@Tag("long")
final class OneStepPerLifeTest {
  private static final String KEY = "a-key-for-many-lives";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir Path folder;
  private HttpServer ears;
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();

  /** By which API a video comes, and who is told when it is ready. */
  enum Door {
    LIVEPEER(26, "\"event\":\"asset.ready\"") {
      @Override
      void listen(Lives lives, String url) {
        lives.json(
            lives
                .to("/api/webhook")
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"ears\",\"url\":\"%s\",\"events\":[\"asset.ready\"]}"
                            .formatted(url))));
      }

      @Override
      String create(Lives lives, String name, long length) {
        JsonObject ticket =
            lives.json(
                lives
                    .to("/api/asset/request-upload")
                    .header("Authorization", "Bearer " + KEY)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\"}")));
        return location(lives, ticket.string("tusEndpoint").orElseThrow(), length, "", "");
      }
    },
    CLOUDFLARE(4, "\"state\":\"ready\"") {
      @Override
      void listen(Lives lives, String url) {
        lives.json(
            lives
                .to(stream(lives) + "/webhook")
                .header("Authorization", "Bearer " + KEY)
                .PUT(BodyPublishers.ofString("{\"notificationUrl\":\"" + url + "\"}")));
      }

      @Override
      String create(Lives lives, String name, long length) {
        return location(lives, stream(lives), length, "Bearer " + KEY, "name " + encoded(name));
      }

      private String stream(Lives lives) {
        JsonObject account =
            (JsonObject)
                lives
                    .json(lives.admin("/admin/accounts").GET())
                    .elements("accounts")
                    .orElseThrow()
                    .getFirst();
        return "/client/v4/accounts/"
            + RunningHouse.text(account, "cloudflare", "accountId")
            + "/stream";
      }
    },
    GCORE(4, "\"ready\"") {
      @Override
      void listen(Lives lives, String url) {
        // Told by a flag, since its API has no words for it.
      }

      @Override
      String create(Lives lives, String name, long length) {
        JsonObject video =
            lives.json(
                lives
                    .to("/streaming/videos")
                    .header("Authorization", "APIKey " + KEY)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"video\":{\"name\":\"" + name + "\"}}")));
        long id = GcoreGuest.id(video);
        JsonObject session =
            lives.json(
                lives
                    .to("/streaming/videos/" + id + "/upload")
                    .header("Authorization", "APIKey " + KEY)
                    .GET());
        String metadata =
            "token %s,video_id %s,client_id %s"
                .formatted(
                    encoded(session.string("token").orElseThrow()),
                    encoded(Long.toString(id)),
                    encoded(video.number("client_id").orElseThrow().toString()));
        return location(lives, "/upload/", length, "", metadata);
      }
    };

    final int seconds;
    final String ready;

    Door(int seconds, String ready) {
      this.seconds = seconds;
      this.ready = ready;
    }

    abstract void listen(Lives lives, String url);

    /** The address of a new upload, of a video with this name. */
    abstract String create(Lives lives, String name, long length);

    private static String location(
        Lives lives, String endpoint, long length, String authorization, String metadata) {
      var request =
          lives
              .to(endpoint)
              .header("Tus-Resumable", "1.0.0")
              .header("Upload-Length", Long.toString(length))
              .POST(BodyPublishers.noBody());
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      if (!metadata.isEmpty()) {
        request.header("Upload-Metadata", metadata);
      }
      HttpResponse<String> answer = lives.ask(request);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String encoded(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @BeforeEach
  void listen() throws IOException {
    ears = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ears.createContext(
        "/",
        exchange -> {
          heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    ears.start();
  }

  @AfterEach
  void listenNoLonger() {
    ears.stop(0);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "REL-30: killed before and after each change of state, a video ends as the undisturbed one,"
          + " and is told to be ready once")
  void oneStepPerLife(Door door) throws Exception {
    Path clip =
        RealFfmpeg.generate(
            Files.createDirectories(folder.toRealPath().resolve("clips")).resolve("clip.mkv"),
            ("-f lavfi -i testsrc2=size=640x360:rate=10:duration=%d -f lavfi"
                    + " -i sine=duration=%d -c:v mpeg4 -q:v 3 -c:a mp3")
                .formatted(door.seconds, door.seconds));
    String undisturbed;
    List<String> calmly;
    try (Lives lives = Lives.calm(folder.resolve("calm"), flags())) {
      undisturbed = journey(door, lives, clip);
      calmly = lives.points();
      assertThat(lives.count()).isEqualTo(1);
    }
    heard.clear();
    try (Lives lives = Lives.mortal(folder.resolve("mortal"), flags())) {
      assertThat(journey(door, lives, clip)).isEqualTo(undisturbed);
      System.out.println(door + ": " + lives.count() + " lives");
      lives.points().forEach(point -> System.out.println("  " + point));
      assertThat(essence(lives.points())).as("died at each change").containsAll(essence(calmly));
      assertThat(lives.count()).isEqualTo(lives.points().size() + 1);
    }
  }

  /**
   * Changes without the jobs that a death adds or spares: the hash is found anew when the one of
   * before was lost, and news that are still to be told need no second job.
   */
  private static Set<String> essence(List<String> points) {
    return points.stream()
        .map(point -> point.replaceAll("job (deliver|hash)(, )?", "").replace(", ]", "]"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** From the ticket to the last word about it; answers what there is in the end. */
  private String journey(Door door, Lives lives, Path clip) throws Exception {
    door.listen(lives, url());
    byte[] bytes = Files.readAllBytes(clip);
    String name = "clip-" + door;
    String location = door.create(lives, name, bytes.length);
    upload(lives, location, bytes);
    // What was made and never answered has got no bytes: only one video comes to its end.
    String id =
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(100))
            .until(
                () -> lives.rows("SELECT id FROM video WHERE phase IN ('Ready', 'Failed')"),
                ended -> !ended.isEmpty())
            .getFirst();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> lives.rows(UNFINISHED).isEmpty());
    JsonObject video = lives.json(lives.admin("/admin/videos/" + id).GET());
    assertThat(video.string("phase")).as(video.toString()).contains("Ready");
    assertThat(lives.rows(NEITHER_READY_NOR_FORGOTTEN)).isEmpty();
    assertThat(lives.rows("SELECT video FROM event WHERE kind = 'VIDEO_READY'"))
        .containsExactly(id);
    assertThat(lives.rows("SELECT 'left' FROM chunk")).isEmpty();
    assertThat(heard).as("told").anyMatch(told -> told.contains(door.ready));
    return summary(lives.data(), video);
  }

  /**
   * A creation that was never answered leaves a video without a byte; where it is born with its
   * upload, as at Cloudflare's door, that is open until its time passes.
   */
  private static final String NEITHER_READY_NOR_FORGOTTEN =
      """
      SELECT id FROM video WHERE phase NOT IN ('AwaitingBytes', 'Ready')
      AND id NOT IN (SELECT video FROM upload WHERE state = 'OPEN' AND byte_offset = 0)
      """;

  /** What is still to be done about the video. */
  private static final String UNFINISHED =
      """
      SELECT task_name FROM job_heavy
      UNION ALL SELECT task_name FROM job_fetch
      UNION ALL SELECT name FROM delivery
      UNION ALL SELECT state FROM rendition WHERE state NOT IN ('DONE')
      """;

  /** In two requests, each from where the server says that it is. */
  private static void upload(Lives lives, String location, byte[] bytes) {
    int offset = 0;
    while (offset < bytes.length) {
      int end = offset < bytes.length / 2 ? bytes.length / 2 : bytes.length;
      HttpResponse<String> answer =
          lives.ask(
              lives
                  .to(location)
                  .header("Tus-Resumable", "1.0.0")
                  .header("Upload-Offset", Integer.toString(offset))
                  .header("Content-Type", "application/offset+octet-stream")
                  .method(
                      "PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(bytes, offset, end))));
      // 409 where an answer was lost: the bytes are there.
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 204, 409);
      HttpResponse<String> head =
          lives.ask(
              lives
                  .to(location)
                  .header("Tus-Resumable", "1.0.0")
                  .method("HEAD", BodyPublishers.noBody()));
      assertThat(head.statusCode()).isIn(200, 204);
      int now = Integer.parseInt(head.headers().firstValue("Upload-Offset").orElseThrow());
      assertThat(now).isGreaterThanOrEqualTo(answer.statusCode() == 409 ? offset : end);
      offset = now;
    }
  }

  private String url() {
    return "http://127.0.0.1:" + ears.getAddress().getPort() + "/";
  }

  /** What there is in the end: each rendition with its pictures, and the files. */
  private static String summary(Path data, JsonObject video) throws IOException {
    Path blobs = data.resolve("blobs").resolve(video.string("id").orElseThrow());
    TreeMap<String, String> all = new TreeMap<>();
    video
        .elements("renditions")
        .orElseThrow()
        .forEach(one ->
            all.put(
                ((JsonObject) one).string("name").orElseThrow(),
                ((JsonObject) one).string("state").orElseThrow()));
    try (Stream<Path> files = Files.list(blobs)) {
      for (Path file : files.toList()) {
        String name = Objects.toString(file.getFileName());
        all.merge(name, name.endsWith(".mp4") ? samples(file) + " samples" : "", String::concat);
      }
    }
    return all.toString();
  }

  private static int samples(Path file) throws IOException {
    try (FileByteSource source = FileByteSource.open(file)) {
      return Mp4Index.read(source) instanceof Mp4Reading.Parsed(var movie)
          ? movie.tracks().getFirst().samples().count()
          : 0;
    }
  }

  private List<String> flags() {
    return new ArrayList<>(
        List.of(
            "--ffmpeg.path=" + RealFfmpeg.inStrongestLayer().folder(),
            "--api.key=" + KEY,
            "--allow.private-targets=true",
            "--gcore.webhook-url=" + url(),
            "--transcode.chunk=10s",
            "--transcode.chunk-above=10s",
            "--transcode.preset=ultrafast"));
  }
}
