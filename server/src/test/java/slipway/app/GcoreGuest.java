package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import slipway.json.JsonValue.JsonObject;

/** Somebody with an account of the house who speaks Gcore's dialect. */
final class GcoreGuest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> ENDS = Set.of("ready", "error");

  private final RunningHouse house;
  private final String key;

  GcoreGuest(RunningHouse house) {
    this.house = house;
    this.key =
        house
            .admin("POST", "/admin/accounts", "{\"name\":\"gerda\"}")
            .json()
            .string("apiKey")
            .orElseThrow();
  }

  /** A new video; {@code more} are further attributes, each with a comma before it. */
  JsonObject create(String name, String more) {
    RunningHouse.Answer answer =
        call("POST", "/streaming/videos", "{\"video\":{\"name\":\"" + name + "\"" + more + "}}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  JsonObject read(JsonObject video) {
    return call("GET", "/streaming/videos/" + id(video), "").json();
  }

  RunningHouse.Answer call(String method, String path, String json) {
    return house.send(
        house
            .to(path)
            .header("Authorization", "APIKey " + key)
            .method(method, BodyPublishers.ofString(json)));
  }

  /** Uploads as Gcore's guide says, in one piece. */
  void upload(JsonObject video, Path file) throws Exception {
    JsonObject session = call("GET", "/streaming/videos/" + id(video) + "/upload", "").json();
    String metadata =
        "token "
            + encoded(session.string("token").orElseThrow())
            + ",video_id "
            + encoded(Long.toString(id(video)))
            + ",client_id "
            + encoded(Long.toString(video.number("client_id").orElseThrow().longValueExact()));
    RunningHouse.Answer made =
        house.send(
            house
                .to("/upload/")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Long.toString(Files.size(file)))
                .header("Upload-Metadata", metadata)
                .POST(BodyPublishers.noBody()));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    RunningHouse.Answer sent =
        house.send(
            house
                .to(made.header("Location"))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofFile(file)));
    assertThat(sent.status()).as(sent.body()).isEqualTo(204);
  }

  /** The video once it has come to its end. */
  JsonObject ended(JsonObject video) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> read(video),
            now ->
                ENDS.contains(now.string("status").orElseThrow())
                    || now.string("error").isPresent());
  }

  /** A file that the video names, or one beside it. */
  RunningHouse.Answer watch(JsonObject video, String member, String... instead) {
    String url = video.string(member).orElseThrow();
    String at = instead.length == 0 ? url : url.substring(0, url.lastIndexOf('/') + 1) + instead[0];
    return house.get(at);
  }

  static long id(JsonObject video) {
    return video.number("id").orElseThrow().longValueExact();
  }

  static List<JsonObject> converted(JsonObject video) {
    return video.elements("converted_videos").orElseThrow().stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
