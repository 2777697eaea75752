package slipway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.event.Event;
import slipway.core.upload.ExpireUploads;
import slipway.core.video.Phase;
import slipway.http.Body;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.SweepUploads;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.RecordingWork;
import slipway.testing.StagedBody;

/** Files that come as forms: to one-time URLs, and to the API with a key (sections 2 and 4). */
final class CloudflareFormTest extends CloudflareWingCase {

  @Test
  @DisplayName("CF-34, CF-35, CF-43 a form without credentials: 200 and the video, which is queued")
  void takesTheForm() {
    OneTime url = oneTime(",\"meta\":{\"name\":\"mine\"}");
    StagedBody chunked = StagedBody.chunked();
    for (byte one : form("0123")) {
      chunked.give(new byte[] {one});
    }
    chunked.end();

    Response answer = send(posting(url.target(), chunked));

    JsonObject shape = result(answer);
    assertThat(shape.string("uid")).contains(url.uid());
    assertThat(shape.object("status").orElseThrow().string("state")).contains("queued");
    assertThat(text(answer)).contains("\"meta\":{\"name\":\"mine\"}").contains("\"size\":4");
    assertThat(stored(url.uid())).isEqualTo("0123");
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @Test
  @DisplayName("CF-38, REL-82 a second file is a 400, and changes nothing")
  void onlyOnce() {
    OneTime url = oneTime("");
    post(url.target(), "0123");
    Response again = post(url.target(), "4567");

    assertThat(again.status()).isEqualTo(400);
    assertThat(text(again)).contains("the upload URL has been used");
    assertThat(stored(url.uid())).isEqualTo("0123");
  }

  @Test
  @DisplayName("CF-39, CF-33, REL-82 no secret, a wrong one or another video's: 404; late: 400")
  void secretsAndTime() {
    OneTime url = oneTime("");
    OneTime other = oneTime("");
    String secret = url.target().substring(url.target().indexOf('?'));

    assertThat(post("/cf/" + url.uid(), "0123").status()).isEqualTo(404);
    assertThat(post("/cf/" + url.uid() + "?t=" + "0".repeat(64), "0123").status()).isEqualTo(404);
    assertThat(post("/cf/" + other.uid() + secret, "0123").status()).isEqualTo(404);
    assertThat(post("/cf/nonsense" + secret, "0123").status()).isEqualTo(404);

    house.clock.advance(Duration.ofMinutes(31));
    Response late = post(url.target(), "0123");
    assertThat(late.status()).isEqualTo(400);
    assertThat(text(late)).contains("expired");
    assertThat(header(late, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(video(url.uid()).phase()).isEqualTo(new Phase.AwaitingBytes());
  }

  @Test
  @DisplayName("CF-39 one that began in time may end late, also when the house is swept meanwhile")
  void beganInTime() throws Exception {
    OneTime url = oneTime("");
    StagedBody body = StagedBody.chunked();
    byte[] form = form("0123456789");
    body.give(Arrays.copyOf(form, form.length - 20));
    var answer = new CompletableFuture<Response>();
    Thread sender =
        Thread.ofVirtual().start(() -> answer.complete(send(posting(url.target(), body))));
    body.awaitReader();

    house.clock.advance(Duration.ofMinutes(40));
    SweepUploads sweep =
        new SweepUploads(
            new ExpireUploads(
                house.ports.videos(),
                house.ports.tasks(),
                house.ports.uploads(),
                house.work,
                house.record,
                house.ports.transactions(),
                house.clock),
            house.writers,
            house.receiver);
    sweep.sweep();
    body.give(Arrays.copyOfRange(form, form.length - 20, form.length)).end();

    assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    sender.join();
    assertThat(stored(url.uid())).isEqualTo("0123456789");
  }

  @Test
  @DisplayName("CF-40 a form that breaks off leaves the URL as it was")
  void breaksOff() {
    OneTime url = oneTime("");
    StagedBody cut = StagedBody.chunked().give(cutForm()).breakOff(new BodyException.ClientGone());
    assertThatThrownBy(() -> send(posting(url.target(), cut))).isInstanceOf(Hangup.class);

    assertThat(post(url.target(), "4567").status()).isEqualTo(200);
    assertThat(stored(url.uid())).isEqualTo("4567");
  }

  private static String cutForm() {
    return "--b1\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n0123";
  }

  @Test
  @DisplayName("CF-36, CF-153 the limit to the byte, by length at once and in the stream")
  void tooLarge() {
    OneTime url = oneTime("");

    Response streamed = post(url.target(), "0".repeat(501));
    assertThat(streamed.status()).isEqualTo(413);
    assertThat(header(streamed, "Access-Control-Allow-Origin")).isEqualTo("*");
    Response declared = send(posting(url.target(), StagedBody.declaring(500L + (1 << 20) + 1)));
    assertThat(declared.status()).isEqualTo(413);
    assertThat(post(url.target(), "0".repeat(500)).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("CF-37 too long is said while the bytes come, and it never gets ready")
  void tooLong() {
    OneTime url = oneTime("");
    Response answer = post(url.target(), "0097");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).contains("longer than the allowed 6 seconds");
    assertThat(text(send(byKey("GET", STREAM + "/" + url.uid()))))
        .contains("\"errorReasonCode\":\"ERR_DURATION_EXCEED_CONSTRAINT\"");
    assertThat(post(url.target(), "0017").status()).isEqualTo(400);
  }

  @Test
  @DisplayName("CF-19 what is no video is refused by its content, with 10059")
  void noVideo() {
    OneTime url = oneTime("");
    Response answer = post(url.target(), "text, and much of it");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).contains("\"code\":10059");
    assertThat(text(send(byKey("GET", STREAM + "/" + url.uid())))).contains("ERR_NON_VIDEO");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "t", "te"})
  @DisplayName("CF-19, MD-10 a file too short to be anything is refused at once, an empty one too")
  void tooShortToBeAnything(String content) {
    OneTime url = oneTime("");
    Response answer = post(url.target(), content);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).contains("\"code\":10059");
    assertThat(text(send(byKey("GET", STREAM + "/" + url.uid())))).contains("ERR_NON_VIDEO");
    assertThat(house.work.asked()).isEmpty();
  }

  @Test
  @DisplayName("CF-41, CF-68 no form, no file, other methods")
  void notDecodable() {
    OneTime url = oneTime("");
    Response noForm =
        send(
            Request.to("POST", url.target())
                .header("Content-Type", "video/mp4")
                .body("0123".getBytes(UTF_8)));
    Response tus =
        send(
            Request.to("POST", url.target())
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "4"));
    Response noFile =
        send(
            posting(
                url.target(),
                Body.of(
                    "--b1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--b1--\r\n"
                        .getBytes(UTF_8))));

    for (Response answer : List.of(noForm, tus, noFile)) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(text(answer))
          .contains("Decoding Error: A portion of the request could be not decoded");
      assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
    }
    for (String method : List.of("PATCH", "GET", "HEAD", "DELETE")) {
      Response answer = send(Request.to(method, url.target()));
      assertThat(answer.status()).as(method).isEqualTo(400);
      assertThat(text(answer)).contains("Basic uploads must be made using POST method");
    }
    assertThat(post(url.target(), "0123").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("CF-42 a browser asks first, and may send whatever it likes")
  void preflight() {
    Response answer =
        send(
            Request.to("OPTIONS", oneTime("").target())
                .header("Origin", "https://page.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-mine"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isIn("*", "https://page.example");
    assertThat(header(answer, "Access-Control-Allow-Methods")).contains("POST");
    assertThat(header(answer, "Access-Control-Allow-Headers")).contains("x-mine");
  }

  // --- POST /stream ---

  @Test
  @DisplayName("CF-16, CF-17, CF-18, CF-20 a form with a key: the video, named by its file")
  void formWithKey() {
    Response answer = send(formTo(STREAM, "0123").header("Authorization", "Bearer k"));

    JsonObject shape = result(answer);
    assertThat(text(answer)).contains("\"meta\":{\"name\":\"ä.mp4\"}");
    assertThat(shape.object("status").orElseThrow().string("state")).contains("queued");
    String uid = shape.string("uid").orElseThrow();
    assertThat(video(uid).wishes().details().uploadBy())
        .isEqualTo(house.clock.instant().plus(Duration.ofDays(1)));
    assertThat(stored(uid)).isEqualTo("0123");
  }

  private static Request.Builder formTo(String target, String content) {
    return posting(target, Body.of(form(content)));
  }

  @Test
  @DisplayName("CF-05, CF-16 without a key 401; neither form nor tus 400")
  void refusedWithKey() {
    assertThat(send(formTo(STREAM, "0123")).status()).isEqualTo(401);
    assertThat(send(formTo(STREAM, "0123").header("Authorization", "Bearer stranger")).status())
        .isEqualTo(403);
    assertThat(send(byKey("POST", STREAM).body("{}".getBytes(UTF_8))).status()).isEqualTo(400);
    assertThat(send(Request.to("POST", STREAM)).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text...", "te", ""})
  @DisplayName("CF-19, CF-97 no video with a key: refused at once, and none stays or is told of")
  void noVideoWithKey(String content) {
    Response answer = send(formTo(STREAM, content).header("Authorization", "Bearer k"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).contains("10059");
    assertThat(text(send(byKey("GET", STREAM)))).contains("\"result\":[]");
    RecordingWork.Asked only = house.work.asked().getFirst();
    assertThat(house.work.asked()).containsOnly(new RecordingWork.Asked("erase", only.video()));
    assertThat(house.ports.events().kindsOf(only.video()))
        .containsExactly(
            Event.Kind.VIDEO_CREATED, Event.Kind.TASK_CREATED, Event.Kind.VIDEO_DELETED);
  }
}
