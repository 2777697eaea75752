package slipway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.upload.Upload;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Site;
import slipway.json.JsonValue.JsonObject;

/** Uploads by tus, with a key or for an end user (section 5). */
final class CloudflareTusTest extends CloudflareWingCase {

  private Request.Builder creation(String query, long length, String metadata) {
    return byKey("POST", STREAM + query)
        .header("Content-Type", "application/json")
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", Long.toString(length))
        .header("Upload-Metadata", metadata);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String target(Response created) {
    assertThat(created.status()).as(text(created)).isEqualTo(201);
    return header(created, "Location").substring("https://video.example".length());
  }

  private static Request.Builder patch(String target, long offset, String bytes) {
    return Request.to("PATCH", target)
        .header("Tus-Resumable", "1.0.0")
        .header("Content-Type", "application/offset+octet-stream")
        .header("Upload-Offset", Long.toString(offset))
        .body(bytes.getBytes(UTF_8));
  }

  private static Request.Builder head(String target) {
    return Request.to("HEAD", target).header("Tus-Resumable", "1.0.0");
  }

  @Test
  @DisplayName(
      "TUS-295, CF-44, CF-46, CF-47, CF-64 created with a key, gone on with by its address alone")
  void tus() {
    Response created =
        send(creation("", 6, "name " + base64("mine")).header("Upload-Creator", "anna"));
    String uid = header(created, "stream-media-id");
    String target = target(created);

    assertThat(text(created)).isEmpty();
    assertThat(header(created, "Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(target).matches("/tus/" + uid + "\\?tusv2=true&s=[0-9a-f]{32}");
    Response first = send(patch(target, 0, "012").header("Authorization", "Bearer nonsense"));
    assertThat(first.status()).isEqualTo(204);
    assertThat(header(first, "stream-media-id")).isEqualTo(uid);
    assertThat(text(send(byKey("GET", STREAM + "/" + uid)))).contains("pendingupload");
    Response where = send(head(target).header("Upload-Metadata", "broken!"));
    assertThat(header(where, "Upload-Offset")).isEqualTo("3");
    assertThat(header(where, "Upload-Length")).isEqualTo("6");
    assertThat(header(where, "stream-media-id")).isEqualTo(uid);

    assertThat(header(send(patch(target, 3, "345")), "Upload-Offset")).isEqualTo("6");
    String shape = text(send(byKey("GET", STREAM + "/" + uid)));
    assertThat(shape)
        .contains("\"state\":\"queued\"")
        .contains("\"meta\":{\"name\":\"mine\"}")
        .contains("\"creator\":\"anna\"");
  }

  @Test
  @DisplayName(
      "CF-45, CF-49, CF-51, CF-52, CF-53, CF-54, CF-56, CF-57, CF-58, CF-59 a direct upload says"
          + " all there is in its metadata")
  void tusMetadata() {
    String until = house.clock.instant().plus(Duration.ofMinutes(50)).toString();
    String deletion = house.clock.instant().plus(Duration.ofDays(40)).toString();
    Response created =
        send(
            creation(
                "?direct_user=true",
                6,
                "maxDurationSeconds "
                    + base64("5")
                    + ",requiresignedurls ,expiry "
                    + base64(until)
                    + ",allowedorigins "
                    + base64("a.example, b.example")
                    + ",thumbnailtimestamppct "
                    + base64("0.25")
                    + ",scheduleddeletion "
                    + base64(deletion)
                    + ",name "
                    + base64("mine")
                    + ",filename "
                    + base64("a.mp4")
                    + ",relativePath "
                    + base64("null").replace("=", "")));
    String uid = header(created, "stream-media-id");
    JsonObject shape = result(send(byKey("GET", STREAM + "/" + uid)));

    assertThat(shape.isTrue("requireSignedURLs")).isTrue();
    assertThat(shape.number("maxDurationSeconds").orElseThrow().intValue()).isEqualTo(5);
    assertThat(shape.number("thumbnailTimestampPct").orElseThrow().doubleValue()).isEqualTo(0.25);
    assertThat(shape.string("scheduledDeletion")).isPresent();
    assertThat(shape.toString()).contains("a.example").contains("b.example");
    assertThat(text(send(byKey("GET", STREAM + "/" + uid))))
        .contains("\"name\":\"mine\"")
        .contains("\"filename\":\"a.mp4\"")
        .contains("\"relativePath\":\"null\"");
    Upload upload = house.ports.uploads().ofVideo(video(uid).id()).orElseThrow();
    assertThat(upload.limits().closesAt()).isEqualTo(Instant.parse(until));

    // CF-37: the longest duration holds here, too.
    Response tooLong = send(patch(target(created), 0, "009345"));
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(text(tooLong)).contains("\"code\":10005");
  }

  @Test
  @DisplayName("CF-12, CF-16 what SDKs send along with a creation as JSON says nothing")
  void creationWithJson() {
    Response created = send(creation("", 6, "").body("{}".getBytes(UTF_8)));

    assertThat(header(send(head(target(created))), "Upload-Offset")).isEqualTo("0");
  }

  @Test
  @DisplayName("CF-53 allowed origins as an array of JSON")
  void originsAsJson() {
    Response created = send(creation("", 6, "allowedOrigins " + base64("[\"a.example\",\"\"]")));

    assertThat(text(send(byKey("GET", STREAM + "/" + header(created, "stream-media-id")))))
        .contains("\"allowedOrigins\":[\"a.example\"]");
  }

  @Test
  @DisplayName("CF-57 a direct upload without a longest duration gets the longest there is")
  void withoutLongest() {
    String uid = header(send(creation("?direct_user=true", 6, "")), "stream-media-id");
    assertThat(video(uid).wishes().details().longest()).isEqualTo(Duration.ofHours(10));
    assertThat(
            video(header(send(creation("", 6, "")), "stream-media-id"))
                .wishes()
                .details()
                .longest())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name broken!",
        "maxDurationSeconds bm9uZQ==",
        "maxdurationseconds MA==",
        "thumbnailtimestamppct Mg==",
        "thumbnailtimestamppct bm9uZQ==",
        "watermark bm9uZQ==",
        "scheduleddeletion bm9uZQ==",
        "expiry bm9uZQ==",
        "allowedorigins W3s="
      })
  @DisplayName("CF-50, CF-55, CF-63 metadata that makes no sense is a final 400 with 10005")
  void badMetadata(String metadata) {
    Response answer = send(creation("?direct_user=true", 6, metadata));

    assertThat(answer.status()).as(text(answer)).isEqualTo(400);
    assertThat(text(answer)).contains("\"code\":10005").contains("\"success\":false");
    assertThat(json(send(byKey("GET", STREAM))).elements("result").orElseThrow()).isEmpty();
  }

  @Test
  @DisplayName("CF-05, CF-66, CF-152 no key 401, too large 413, another version 412")
  void refusedCreations() {
    Response none =
        send(
            Request.to("POST", STREAM)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "6"));
    assertThat(none.status()).isEqualTo(401);
    assertThat(text(none)).contains("10000");
    Response large = send(creation("", 1001, ""));
    assertThat(large.status()).isEqualTo(413);
    assertThat(text(large)).contains("\"success\":false");
    Response version =
        send(byKey("POST", STREAM).header("Tus-Resumable", "0.2.2").header("Upload-Length", "6"));
    assertThat(version.status()).isEqualTo(412);
    house.quota(5);
    Response full = send(creation("", 6, ""));
    assertThat(full.status()).isEqualTo(413);
    assertThat(text(full)).contains("10011");
  }

  @Test
  @DisplayName("CF-46, CF-48, REL-82 the uid alone opens no upload; an offset that is wrong is 409")
  void secretOfTus() {
    Response created = send(creation("", 6, ""));
    String target = target(created);
    String bare = target.substring(0, target.indexOf('?'));

    assertThat(send(head(bare)).status()).isEqualTo(404);
    assertThat(send(head(bare + "?s=nonsense")).status()).isEqualTo(404);
    String other = target(send(creation("", 6, "")));
    assertThat(send(head(bare + other.substring(other.indexOf('?')))).status()).isEqualTo(404);
    assertThat(send(patch(target, 3, "345")).status()).isEqualTo(409);
  }

  @Test
  @DisplayName("CF-67 after its end a direct upload takes no more bytes; until then it waits")
  void tusExpires() {
    String until = house.clock.instant().plus(Duration.ofHours(5)).toString();
    String target = target(send(creation("?direct_user=true", 6, "expiry " + base64(until))));
    house.clock.advance(Duration.ofHours(4));
    assertThat(send(patch(target, 0, "012")).status()).isEqualTo(204);
    house.clock.advance(Duration.ofHours(2));

    assertThat(send(patch(target, 3, "345")).status()).isBetween(400, 499);
  }

  @Test
  @DisplayName("CF-62 bytes with the creation, and PATCH in the clothes of POST")
  void tusSequences() {
    Response created =
        send(
            byKey("POST", STREAM)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "6")
                .header("Content-Type", "application/offset+octet-stream")
                .body("012".getBytes(UTF_8)));
    assertThat(header(created, "Upload-Offset")).isEqualTo("3");

    Response rest =
        send(
            Request.to("POST", target(created))
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Tus-Resumable", "1.0.0")
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", "3")
                .body("345".getBytes(UTF_8)));
    assertThat(rest.status()).isEqualTo(204);
    assertThat(header(rest, "Upload-Offset")).isEqualTo("6");
  }

  @Test
  @DisplayName(
      "CF-19, CF-63 what is too short to be a video is refused with its last byte, for good")
  void tooShortToBeAnything() {
    String target = target(send(creation("", 3, "")));
    assertThat(send(patch(target, 0, "te")).status()).isEqualTo(204);

    Response last = send(patch(target, 2, "x"));

    assertThat(last.status()).isEqualTo(400);
    assertThat(text(last)).contains("\"code\":10059");
    assertThat(text(send(byKey("GET", STREAM)))).contains("ERR_NON_VIDEO");
  }

  @Test
  @DisplayName("CF-65 a page may go on with an upload, and read what it needs")
  void tusCors() {
    String target = target(send(creation("", 6, "")));
    Response asked =
        send(
            Request.to("OPTIONS", target)
                .header("Origin", "https://page.example")
                .header("Access-Control-Request-Method", "PATCH"));
    for (String method : List.of("POST", "HEAD", "PATCH", "OPTIONS", "DELETE")) {
      assertThat(header(asked, "Access-Control-Allow-Methods")).contains(method);
    }
    assertThat(header(asked, "Access-Control-Allow-Headers"))
        .contains(
            "Authorization",
            "Content-Type",
            "Tus-Resumable",
            "Upload-Length",
            "Upload-Metadata",
            "Upload-Offset",
            "Upload-Creator",
            "X-HTTP-Method-Override",
            "X-Requested-With",
            "X-Request-ID");
    Response answer = send(head(target).header("Origin", "https://page.example"));
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("https://page.example");
    assertThat(header(answer, "Access-Control-Expose-Headers"))
        .contains(
            "Location",
            "Upload-Offset",
            "Upload-Length",
            "Tus-Resumable",
            "Tus-Version",
            "Tus-Extension",
            "Tus-Max-Size",
            "stream-media-id");
  }

  @Test
  @DisplayName(
      "TUS-297, CF-60, CF-61 any size of chunk, unless the house is strict; a last one always")
  void chunks() {
    String target = target(send(creation("", 6, "")));
    assertThat(send(patch(target, 0, "0")).status()).isEqualTo(204);

    Site strict = site(/* strictChunks= */ true);
    Response refused = strict.handle(patch(target, 1, "12").build());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(text(refused)).contains("a multiple of 262144");
    assertThat(strict.handle(patch(target, 1, "12345").build()).status()).isEqualTo(204);
  }
}
