package slipway.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.media.ffmpeg.RealFfmpeg;

/** Sound is added to a video of a running house, by both ways, and taken away. */
@Tag("ffmpeg")
final class AddedSoundJourneyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path data;

  @Test
  @DisplayName(
      "CF-117, CF-145, CF-146, CF-147 from a form and a URL to the players' lists, and back")
  void journey() throws Exception {
    HttpServer elsewhere = elsewhere(Files.readAllBytes(RealFfmpeg.clip("bear-id3.mp3")));
    try (RunningHouse house =
        RunningHouse.withFfmpegOn(
            data, "--api.key=0123456789abcdef0123456789abcdef", "--allow.private-targets=true")) {
      String id = house.upload(RealFfmpeg.clip("sample.mp4"));
      house.awaitPhase(id, "Ready");
      String uid = id.replace("-", "");
      String tracks = house.cloudflareStream() + "/" + uid + "/audio";
      String url = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/a.mp3";

      JsonObject first =
          ask(
              house,
              house
                  .to(tracks)
                  .header("Content-Type", "multipart/form-data; boundary=B")
                  .POST(BodyPublishers.ofByteArray(form(RealFfmpeg.clip("sample.wav")))));
      assertThat(first.string("status")).contains("queued");
      ask(
          house,
          house
              .to(tracks + "/copy")
              .POST(BodyPublishers.ofString("{\"url\":\"" + url + "\",\"label\":\"From there\"}")));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(list(house, tracks))
                  .allSatisfy(
                      track -> assertThat(track.string("status")).as("%s", track).contains("ready"))
                  .hasSize(2));
      String master = house.get("/" + uid + "/manifest/video.m3u8").body();
      assertThat(master).contains("NAME=\"From a form\"", "NAME=\"From there\"");
      assertThat(house.get("/" + uid + "/manifest/video.mpd").body())
          .contains("<Label>From a form</Label>", "<Label>From there</Label>");

      String sound = first.string("uid").orElseThrow();
      Path file = data.resolve("blobs").resolve(id).resolve("sound-" + dashed(sound) + ".mp4");
      assertThat(file).exists();
      ask(
          house,
          house
              .to(tracks + "/" + sound)
              .method("PATCH", BodyPublishers.ofString("{\"default\":true}")));
      assertThat(house.get("/" + uid + "/manifest/video.m3u8").body())
          .contains("NAME=\"From a form\",DEFAULT=YES");
      assertThat(house.send(authorized(house.to(tracks + "/" + sound).DELETE())).status())
          .isEqualTo(400);
      ask(
          house,
          house
              .to(tracks + "/" + sound)
              .method("PATCH", BodyPublishers.ofString("{\"default\":false}")));
      assertThat(house.send(authorized(house.to(tracks + "/" + sound).DELETE())).status())
          .isEqualTo(200);
      assertThat(house.get("/" + uid + "/manifest/video.m3u8").body())
          .doesNotContain("From a form")
          .contains("From there");
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(file).doesNotExist());

      house.admin("DELETE", "/admin/videos/" + id, "");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(data.resolve("blobs").resolve(id)).doesNotExist());
    } finally {
      elsewhere.stop(0);
    }
  }

  private static HttpRequest.Builder authorized(HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer 0123456789abcdef0123456789abcdef");
  }

  private static JsonObject ask(RunningHouse house, HttpRequest.Builder request) {
    RunningHouse.Answer answer = house.send(authorized(request));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().object("result").orElseThrow();
  }

  private static List<JsonObject> list(RunningHouse house, String tracks) {
    return ask(house, house.to(tracks).GET()).elements("audio").orElseThrow().stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static String dashed(String uid) {
    return new UUID(Long.parseUnsignedLong(uid, 0, 16, 16), Long.parseUnsignedLong(uid, 16, 32, 16))
        .toString();
  }

  private static byte[] form(Path file) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"
            .getBytes(ISO_8859_1));
    form.writeBytes(Files.readAllBytes(file));
    form.writeBytes(
        ("\r\n"
                + "--B\r\n"
                + "Content-Disposition: form-data; name=\"label\"\r\n\r\n"
                + "From a form\r\n"
                + "--B--\r\n")
            .getBytes(ISO_8859_1));
    return form.toByteArray();
  }

  private static HttpServer elsewhere(byte[] file) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, file.length);
          exchange.getResponseBody().write(file);
          exchange.close();
        });
    server.start();
    return server;
  }
}
