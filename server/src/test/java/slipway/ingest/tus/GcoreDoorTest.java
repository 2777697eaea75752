package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;

/** Gcore's uploader, with tokens that are made up. */
final class GcoreDoorTest {
  private static final String GOOD = "eyJhbGciOiJIUzI1NiJ9.good.one";

  private final IngestHouse house = new IngestHouse();
  private boolean tokenRanOut;
  private final RequestUpload.Given given = house.ticket();
  private final Video video = given.video();
  private final TusClient client =
      TusClient.at(
          house,
          TusDoor.gcore(
              house.take,
              token ->
                  token.equals(GOOD) && !tokenRanOut
                      ? Optional.of(
                          new UploadTokens.Claim(video.id(), video.serial(), video.account()))
                      : Optional.empty(),
              /* sessions= */ 3));

  private final String videoId = Long.toString(video.serial());
  private final String clientId = Long.toString(video.account());

  @Test
  @DisplayName("GC-90 GC-92 GC-95 created with 201, an absolute address and nothing in it")
  void created() {
    for (String path : List.of("/upload/", "/upload")) {
      Response answer = client.send(creation(path, 5, metadata(GOOD, videoId, clientId)));
      assertThat(answer.status()).isEqualTo(201);
      assertThat(header(answer, "Location")).startsWith("http://localhost/upload/");
      assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
      assertThat(text(answer)).isEmpty();
    }
  }

  @Test
  @DisplayName("GC-91 GC-96 stray headers of apps and scripts are ignored")
  void strayHeaders() {
    Response answer =
        client.send(
            creation("/upload/", 5, metadata(GOOD, videoId, clientId))
                .header("Authorization", GOOD)
                .header("Upload-Extension", "creation")
                .header("Upload-Key", "d2e3")
                .header("Upload-Checksum", "sha1 ZDJlMw=="));
    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  @DisplayName("GC-93 GC-94 the bash line: values that end in a line feed, in two header lines")
  void bashLine() {
    Response answer =
        client.send(
            client
                .to("POST", "/upload/")
                .header("Upload-Length", "5")
                .header(
                    "Upload-Metadata",
                    "token %s, video_id %s ,client_id %s"
                        .formatted(
                            base64(GOOD + "\n"), base64(videoId + "\n"), base64(clientId + "\n")))
                .header(
                    "Upload-Metadata",
                    "filename " + base64("a.mp4") + ",token" + " " + base64(GOOD)));
    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  @DisplayName("GC-116 too many sessions of an account are told to wait; one under way is not")
  void tooManySessions() {
    for (int i = 0; i < 3; i++) {
      Upload other = house.ticket().upload();
      house.take.start(other, 5L, "");
    }
    Response answer = client.send(creation("/upload/", 5, metadata(GOOD, videoId, clientId)));
    assertThat(answer.status()).isEqualTo(429);
    assertThat(header(answer, "Retry-After")).isEqualTo("30");
    assertThat(text(answer)).startsWith("Error: ").contains("too many upload sessions");
    assertThat(house.take.find().byVideo(video.id()).state()).isEqualTo(Upload.State.TICKETED);

    house.take.start(given.upload(), 5L, "");
    answer = client.send(creation("/upload/", 5, metadata(GOOD, videoId, clientId)));
    assertThat(answer.status()).isNotEqualTo(429);
  }

  @Test
  @DisplayName("GC-110 without a token, and with metadata that cannot be read")
  void noToken() {
    for (String metadata :
        List.of("", "filename " + base64("a"), "token", "token !!!", "video_id " + base64("1"))) {
      Response answer = client.send(creation("/upload/", 5, metadata));
      assertThat(answer.status()).isEqualTo(500);
      assertThat(text(answer)).isEqualTo("Error: token invalid (null)");
      assertThat(header(answer, "Content-Type")).startsWith("text/plain");
    }
    assertThat(state().state()).isEqualTo(Upload.State.TICKETED);
  }

  @Test
  @DisplayName("GC-111 of a token that is none only ten characters are shown")
  void badToken() {
    Response answer =
        client.send(
            creation("/upload/", 5, metadata("eyJhbGciOiJIUzI1NiJ9.bad", videoId, clientId)));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(text(answer)).isEqualTo("Error: token invalid (eyJhbGciOi...)");
    Response shorter = client.send(creation("/upload/", 5, metadata("abc", videoId, clientId)));
    assertThat(text(shorter)).isEqualTo("Error: token invalid (abc...)");
  }

  @Test
  @DisplayName(
      "TUS-298, GC-112 GC-114 the video has to be the token's, before the client is looked at")
  void otherVideo() {
    Response answer = client.send(creation("/upload/", 5, metadata(GOOD, "23456", "234")));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(text(answer))
        .isEqualTo("Error: token video (%s) does not match this video (23456)".formatted(videoId));
    Response none = client.send(creation("/upload/", 5, "token " + base64(GOOD)));
    assertThat(text(none))
        .isEqualTo("Error: token video (%s) does not match this video (null)".formatted(videoId));
  }

  @Test
  @DisplayName("GC-113 the client has to be the token's")
  void otherClient() {
    Response answer = client.send(creation("/upload/", 5, metadata(GOOD, videoId, "234")));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(text(answer))
        .isEqualTo("Error: token client (%s) does not match this client (234)".formatted(clientId));
  }

  @Test
  @DisplayName("TUS-299, GC-117 errors leave nothing behind, so that trying again works")
  void errorsAreFree() {
    client.send(creation("/upload/", 5, metadata(GOOD, videoId, "234")));
    assertThat(state()).isEqualTo(given.upload());
    assertThat(client.send(creation("/upload/", 5, metadata(GOOD, videoId, clientId))).status())
        .isEqualTo(201);
  }

  @Test
  @DisplayName("GC-115 wrong methods and paths are 405")
  void notOffered() {
    for (Request.Builder request :
        List.of(
            client.to("GET", "/upload/"),
            client.to("PUT", "/upload/"),
            client.to("POST", "/upload/a/b"),
            client.to("GET", "/upload/a"))) {
      assertThat(client.send(request).status()).isEqualTo(405);
    }
  }

  @Test
  @DisplayName("GC-97 GC-98 every PATCH is 204 with the offset; HEAD is 200 with both, unknown 404")
  void patchAndHead() {
    String address = start(6);
    Response first = client.send(patch(address, 0, "abc"));
    assertThat(first.status()).isEqualTo(204);
    assertThat(header(first, "Upload-Offset")).isEqualTo("3");
    Response head = client.send(client.to("HEAD", address));
    assertThat(head.status()).isEqualTo(200);
    assertThat(header(head, "Upload-Offset")).isEqualTo("3");
    assertThat(header(head, "Upload-Length")).isEqualTo("6");
    Response last = client.send(patch(address, 3, "def"));
    assertThat(last.status()).isEqualTo(204);
    assertThat(header(last, "Upload-Offset")).isEqualTo("6");
    assertThat(client.send(client.to("HEAD", "/upload/0123456789")).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("GC-99 a PATCH in the clothes of a POST counts")
  void methodOverride() {
    String address = start(3);
    Response answer =
        client.send(
            client
                .to("POST", address)
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Content-Type", TusClient.BYTES)
                .header("Upload-Offset", "0")
                .body(TusClient.bytes("abc")));
    assertThat(answer.status()).isEqualTo(204);
  }

  @Test
  @DisplayName("GC-100 a checksum that is none is passed over, one of the right length is checked")
  void checksums() {
    String address = start(6);
    String hexOfAll = base64("a9993e364706816aba3e25717850c26c9cd0d89d");
    assertThat(
            client
                .send(patch(address, 0, "abc").header("Upload-Checksum", "sha1 " + hexOfAll))
                .status())
        .isEqualTo(204);
    String wrong = Base64.getEncoder().encodeToString(new byte[20]);
    assertThat(
            client
                .send(patch(address, 3, "def").header("Upload-Checksum", "sha1 " + wrong))
                .status())
        .isEqualTo(460);
  }

  @Test
  @DisplayName(
      "TUS-301, GC-83 the token starts the upload and is kept nowhere; its address is enough")
  void tokenIsForgotten() {
    String address = start(3);
    assertThat(state().metadata()).contains("video_id").doesNotContain(base64(GOOD));
    assertThat(header(client.send(client.to("HEAD", address)), "Upload-Metadata"))
        .doesNotContain("token");
    assertThat(client.send(patch(address, 0, "abc")).status()).isEqualTo(204);
  }

  @Test
  @DisplayName("TUS-301, TUS-35: a token whose time has passed starts nothing, and stops nothing")
  void tokenRunsOut() {
    String address = start(3);
    assertThat(client.send(patch(address, 0, "a")).status()).isEqualTo(204);
    tokenRanOut = true;

    Response late = client.send(creation("/upload/", 3, metadata(GOOD, videoId, clientId)));

    assertThat(late.status()).isEqualTo(500);
    assertThat(text(late)).startsWith("Error: token invalid (");
    assertThat(client.send(client.to("HEAD", address)).status()).isEqualTo(200);
    assertThat(client.send(patch(address, 1, "bc")).status()).isEqualTo(204);
    assertThat(state().state()).isEqualTo(Upload.State.FINISHED);
  }

  @Test
  @DisplayName("GC-83 GC-92 the case of a key's letters does not bring the token back")
  void tokenInAnyCase() {
    Response answer =
        client.send(
            creation("/upload/", 5, metadata(GOOD, videoId, clientId).replace("token ", "Token ")));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(state().metadata()).doesNotContain(base64(GOOD));
  }

  @Test
  @DisplayName("GC-103 30 GB are the most")
  void largest() {
    Response answer =
        client.send(creation("/upload/", 30_000_000_001L, metadata(GOOD, videoId, clientId)));
    assertThat(answer.status()).isEqualTo(413);
    TusDoor door = TusDoor.gcore(house.take, _ -> Optional.empty(), /* sessions= */ 3);
    assertThat(door.maxBytes(UploadSettings.defaults())).isEqualTo(30_000_000_000L);
  }

  @Test
  @DisplayName("GC-102 an upload can be given up, and started again")
  void terminated() {
    String address = start(3);
    assertThat(client.send(client.to("DELETE", address)).status()).isEqualTo(204);
    start(5);
  }

  @Test
  @DisplayName("GC-86 a video that has its file takes no other")
  void finished() {
    String address = start(3);
    client.send(patch(address, 0, "abc"));
    Response answer = client.send(creation("/upload/", 3, metadata(GOOD, videoId, clientId)));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(text(answer)).startsWith("Error: ");
  }

  @Test
  @DisplayName("GC-56 after a file that would not do the same video takes another")
  void sentAgain() {
    String address = start(3);
    client.send(patch(address, 0, "abc"));
    house.move.failed(video.id(), new Failure(Failure.Kind.NOT_MEDIA, "No."));

    String again = start(5);
    assertThat(phase()).isEqualTo(new Phase.Receiving());
    assertThat(client.send(patch(again, 0, "12345")).status()).isEqualTo(204);
    assertThat(phase()).isEqualTo(new Phase.Inspecting());
    Video now = house.ports.videos().byId(video.id()).orElseThrow();
    assertThat(now.content()).extracting(Content::size).isEqualTo(5L);
  }

  @Test
  @DisplayName("GC-56 GC-104 a file that is refused by its first bytes can be sent again, too")
  void refusedAndSentAgain() {
    String address = start(3);
    house.take.refuse(state(), new Failure(Failure.Kind.NOT_MEDIA, "No."));
    assertThat(client.send(client.to("HEAD", address)).status()).isEqualTo(404);
    start(5);
    assertThat(phase()).isEqualTo(new Phase.Receiving());
  }

  @Test
  @DisplayName("GC-101 any page may upload, and read what it needs")
  void cors() {
    Response answer =
        client.send(
            Request.to("OPTIONS", "/upload/")
                .header("Origin", "https://codepen.io")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "tus-resumable,upload-metadata"));
    assertThat(answer.status()).isIn(200, 204);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isIn("*", "https://codepen.io");
    assertThat(header(answer, "Access-Control-Allow-Headers"))
        .containsIgnoringCase("Upload-Metadata");
    Response created =
        client.send(
            creation("/upload/", 5, metadata(GOOD, videoId, clientId))
                .header("Origin", "https://codepen.io"));
    assertThat(header(created, "Access-Control-Expose-Headers"))
        .contains("Location")
        .contains("Upload-Offset")
        .contains("Tus-Max-Size");
  }

  private String start(long length) {
    Response answer = client.send(creation("/upload/", length, metadata(GOOD, videoId, clientId)));
    assertThat(answer.status()).isEqualTo(201);
    return header(answer, "Location").replace("http://localhost", "");
  }

  private Request.Builder creation(String path, long length, String metadata) {
    Request.Builder request =
        client.to("POST", path).header("Upload-Length", Long.toString(length));
    return metadata.isEmpty() ? request : request.header("Upload-Metadata", metadata);
  }

  private Request.Builder patch(String address, long offset, String bytes) {
    return client
        .to("PATCH", address)
        .header("Content-Type", TusClient.BYTES)
        .header("Upload-Offset", Long.toString(offset))
        .body(TusClient.bytes(bytes));
  }

  private Upload state() {
    return house.upload(given.upload().id());
  }

  private Phase phase() {
    return house.ports.videos().byId(video.id()).orElseThrow().phase();
  }

  private static String metadata(String token, String video, String client) {
    return "filename %s,token %s,video_id %s,client_id %s"
        .formatted(base64("a.mp4"), base64(token), base64(video), base64(client));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
