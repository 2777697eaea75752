package slipway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.cloudflare.CloudflareRoutes;
import slipway.api.cloudflare.CloudflareSettings;
import slipway.core.clip.ClipVideo;
import slipway.core.journey.ChangeVideo;
import slipway.core.upload.ChangeTicket;
import slipway.core.upload.ExpireUploads;
import slipway.core.upload.Minutes;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.watermark.KeepWatermarks;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.KeepWebhooks;
import slipway.http.Body;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Origin;
import slipway.http.RateLimit;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Site;
import slipway.ingest.SweepUploads;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.pipeline.StoredWatermarks;
import slipway.testing.InMemoryWatermarks;
import slipway.testing.InMemoryWebhooks;
import slipway.testing.IngestHouse;
import slipway.testing.Samples;
import slipway.testing.StagedBody;

/**
 * Where bytes come in by Cloudflare's dialect (sections 2, 4 and 5 of the contract), without a
 * socket. Files up to 1000 bytes are taken, in a form up to 500; what begins with {@code text} is
 * no video, and a digit as third byte says how many seconds a video lasts.
 */
class CloudflareWingTest {
  private static final Origin ORIGIN = new Origin("https", "video.example", "");
  private static final String ACCOUNT = Samples.account(1).accountId();
  private static final String STREAM = "/client/v4/accounts/" + ACCOUNT + "/stream";

  private final IngestHouse house = new IngestHouse();
  private final Site site = site(/* strictChunks= */ false);

  CloudflareWingTest() {
    house.account(1, "k");
    house.account(2, "stranger");
  }

  private Site site(boolean strictChunks) {
    CloudflareSettings usual = CloudflareSettings.defaults();
    var settings =
        new CloudflareSettings(
            usual.longest(),
            usual.soonestExpiry(),
            usual.latestExpiry(),
            /* formLimit= */ 500,
            strictChunks,
            usual.maxQueued());
    var transactions = house.ports.transactions();
    var marks = new InMemoryWatermarks();
    DeliveryRounds rounds =
        new DeliveryRounds() {
          @Override
          public void due(UUID webhook, Instant at) {}

          @Override
          public void stop(UUID webhook) {}
        };
    return new Site(
        CloudflareWing.areas(
            ORIGIN,
            new CloudflareWing.Shared(
                house.authenticate,
                house.ports.videos(),
                house.request,
                house.importFromUrl,
                house.take,
                house.create,
                new ChangeVideo(house.ports.videos(), house.record, transactions, house.clock),
                house.delete,
                new ClipVideo(
                    house.ports.videos(),
                    house.ports.tasks(),
                    house.work,
                    house.record,
                    transactions,
                    house.ids,
                    house.clock),
                house.writers,
                house.receiver,
                new RateLimit(0, 0, System::nanoTime)),
            new CloudflareWing.Rooms(
                settings,
                new ChangeTicket(
                    house.ports.videos(), house.ports.uploads(), transactions, house.settings),
                new Minutes(house.ports.videos(), /* allowed= */ null),
                new KeepWatermarks(
                    marks,
                    new StoredWatermarks(marks, house.blobs),
                    (_, _) -> new byte[0],
                    transactions,
                    house.ids,
                    house.clock),
                new CloudflareRoutes.Telling(
                    new KeepWebhooks(
                        new InMemoryWebhooks(),
                        rounds,
                        _ -> Optional.empty(),
                        transactions,
                        house.ids,
                        house.clock),
                    house.ids),
                house.clock),
            UnaryOperator.identity()));
  }

  // --- what comes back ---

  private Response send(Request.Builder request) {
    return site.handle(request.build());
  }

  private static String text(Response response) {
    try {
      return new String(response.content().toBytes(), UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static JsonObject json(Response response) {
    return (JsonObject) Json.tree(text(response));
  }

  private static JsonObject result(Response response) {
    assertThat(response.status()).as(text(response)).isEqualTo(200);
    return json(response).object("result").orElseThrow();
  }

  private static String header(Response response, String name) {
    return response.headers().first(name).orElse("none");
  }

  // --- one-time URLs ---

  private record OneTime(String uid, String target) {}

  private Request.Builder byKey(String method, String target) {
    return Request.to(method, target).header("Authorization", "Bearer k");
  }

  private OneTime oneTime(String more) {
    JsonObject made =
        result(
            send(
                byKey("POST", STREAM + "/direct_upload")
                    .body(("{\"maxDurationSeconds\":6" + more + "}").getBytes(UTF_8))));
    String url = made.string("uploadURL").orElseThrow();
    return new OneTime(
        made.string("uid").orElseThrow(), url.substring("https://video.example".length()));
  }

  private static byte[] form(String content) {
    return ("--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ä.mp4\"\r\n\r\n"
            + content
            + "\r\n--b1--\r\n")
        .getBytes(UTF_8);
  }

  private static Request.Builder posting(String target, Body body) {
    return Request.to("POST", target)
        .header("Content-Type", "multipart/form-data; boundary=b1")
        .body(body);
  }

  private Response post(String target, String content) {
    return send(posting(target, Body.of(form(content))));
  }

  private Video video(String uid) {
    return house
        .ports
        .videos()
        .byId(UUID.fromString(uid.replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-")))
        .orElseThrow();
  }

  private String stored(String uid) {
    return house.stored(house.ports.uploads().ofVideo(video(uid).id()).orElseThrow());
  }

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
  @DisplayName("CF-05, CF-16, CF-19 without a key 401; neither form nor tus 400; no video 400")
  void refusedWithKey() {
    assertThat(send(formTo(STREAM, "0123")).status()).isEqualTo(401);
    assertThat(send(formTo(STREAM, "0123").header("Authorization", "Bearer stranger")).status())
        .isEqualTo(403);
    assertThat(send(byKey("POST", STREAM).body("{}".getBytes(UTF_8))).status()).isEqualTo(400);
    assertThat(send(Request.to("POST", STREAM)).status()).isEqualTo(401);

    Response text = send(formTo(STREAM, "text...").header("Authorization", "Bearer k"));
    assertThat(text.status()).isEqualTo(400);
    assertThat(text(text)).contains("10059");
    assertThat(text(send(byKey("GET", STREAM)))).contains("ERR_NON_VIDEO");
  }

  // --- tus ---

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
