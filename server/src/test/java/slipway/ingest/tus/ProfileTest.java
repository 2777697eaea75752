package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.Creator;
import slipway.core.upload.LastAnswer;
import slipway.core.upload.Limits;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;
import slipway.ingest.Fought;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** Everything that a service of others may do in its own way, at a door made up for this. */
final class ProfileTest {
  private final IngestHouse house = new IngestHouse();
  private final SampleDoor door = new SampleDoor();
  private final TusClient client = TusClient.at(house, door);

  /** Ticket in the metadata, public id and secret in the address, words of its own. */
  private final class SampleDoor extends TusDoor {
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final List<Long> progress = new CopyOnWriteArrayList<>();
    private final List<Integer> writersMeanwhile = new CopyOnWriteArrayList<>();
    private boolean stuck;
    private @Nullable CountDownLatch slow;
    private boolean broken;
    private boolean strangeAddresses = true;
    private boolean terminates = true;
    private @Nullable String metadata;
    private String endingBody = "";
    private int endings;

    @Override
    String path() {
      return "/sample";
    }

    @Override
    boolean ignoresCase() {
      return false;
    }

    @Override
    boolean asksFirst() {
      return false;
    }

    @Override
    boolean speaksIetf() {
      return false;
    }

    @Override
    boolean joinsParts() {
      return true;
    }

    @Override
    boolean joinsUnfinished() {
      return false;
    }

    @Override
    boolean terminates() {
      return terminates;
    }

    @Override
    long maxBytes(UploadSettings settings) {
      return 100;
    }

    @Override
    TusMetadata.Rules metadataRules() {
      return TusMetadata.Rules.LENIENT;
    }

    @Override
    boolean excusesChecksums() {
      return true;
    }

    @Override
    Admission admit(Request request, TusMetadata said) throws Exception {
      if (broken) {
        throw new IllegalStateException("the hook is broken");
      }
      if (stuck) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          interrupted.countDown();
          throw e;
        }
      }
      String token = said.text("TOKEN").orElse("");
      return token.isEmpty()
          ? new Admission.TurnedAway(
              Response.text(500, "Error: token invalid (null)").with("X-Why", "token"))
          : new Admission.Admitted(new Creator.Ticket(house.take.find().byTicket(token)), metadata);
    }

    @Override
    String uploadId(Request request) {
      return strangeAddresses
          ? request
              .query()
              .first("s")
              .flatMap(id -> house.ports.uploads().byId(id))
              .filter(upload -> publicId(upload).equals(request.parameter("id")))
              .map(Upload::id)
              .orElse("none")
          : super.uploadId(request);
    }

    @Override
    String location(Request request, Upload upload) {
      return strangeAddresses
          ? request.location(path() + "/" + publicId(upload) + "?v=2&s=" + upload.id())
          : super.location(request, upload);
    }

    @Override
    Headers onEvery(Upload upload) {
      writersMeanwhile.add(house.writers.active());
      await(slow);
      return Headers.of("X-Media-Id", publicId(upload));
    }

    @Override
    boolean endsInOwnWords() {
      return true;
    }

    @Override
    LastAnswer ending(Upload upload) {
      endings++;
      writersMeanwhile.add(house.writers.active());
      return new LastAnswer(List.of("X-Receipt: no. " + endings), endingBody);
    }

    @Override
    boolean watches() {
      return true;
    }

    @Override
    void progressed(Upload upload) {
      writersMeanwhile.add(house.writers.active());
      progress.add(upload.offset());
    }

    @Override
    Response refuse(TusRefusal refusal) {
      return TusText.answer(refusal.status(), "sample: " + refusal.message(), refusal.headers());
    }

    @Override
    Response notOffered(Request request, List<String> allowed) {
      return Response.text(405, "no").with("Allow", String.join(", ", allowed));
    }

    @Override
    int optionsStatus() {
      return 200;
    }

    @Override
    CorsPolicy cors() {
      return TusBrowsers.any().policy(200);
    }
  }

  private static void await(@Nullable CountDownLatch latch) {
    try {
      if (latch != null) {
        boolean _ = latch.await(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @DisplayName("TUS-34: whatever a HEAD waits for, it is 423 before its client gives up")
  void slowHead() {
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    Area hasty =
        TusRoutes.area(
            door, house.take, house.create, house.writers, house.receiver, Duration.ofMillis(50));
    door.slow = new CountDownLatch(1);

    Response late = hasty.handle(client.to("HEAD", address(stateOf(given))).build());
    door.slow.countDown();
    Response soon = head(address(stateOf(given)));

    assertThat(late.status()).isEqualTo(423);
    assertThat(header(late, "Retry-After")).isEqualTo("5");
    assertThat(header(late, "Upload-Offset")).isEqualTo("none");
    assertThat(header(late, "Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(soon.status()).isEqualTo(200);
  }

  private static String publicId(Upload upload) {
    return upload.video().toString().replace("-", "");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Request.Builder creation(RequestUpload.Given given) {
    return client
        .to("POST", "/sample")
        .header("Upload-Metadata", "token " + base64(given.ticket()));
  }

  private Response create(RequestUpload.Given given, long length) {
    return client.send(creation(given).header("Upload-Length", Long.toString(length)));
  }

  private String address(Upload upload) {
    return "/sample/" + publicId(upload) + "?s=" + upload.id();
  }

  private Response patch(String address, long offset, String bytes) {
    return client.send(patching(address, offset, bytes));
  }

  private Request.Builder patching(String address, long offset, String bytes) {
    return client
        .to("PATCH", address)
        .header("Content-Type", TusClient.BYTES)
        .header("Upload-Offset", Long.toString(offset))
        .body(TusClient.bytes(bytes));
  }

  private Response head(String address) {
    return client.send(client.to("HEAD", address));
  }

  private Upload stateOf(RequestUpload.Given given) {
    return house.upload(given.upload().id());
  }

  @Test
  @DisplayName("TUS-274: a door turns away in its own words, status and fields")
  void turnedAway() {
    Response answer = client.send(client.to("POST", "/sample").header("Upload-Length", "5"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(text(answer)).isEqualTo("Error: token invalid (null)");
    assertThat(header(answer, "X-Why")).isEqualTo("token");
    assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
  }

  @Test
  @DisplayName("TUS-274: it replaces the metadata and sets a limit for one upload")
  void replacedAndLimited() {
    door.metadata = "name " + base64("other");
    RequestUpload.Given given = house.ticket(new Limits(6L, null, null));

    Response large = create(given, 7);
    assertThat(large.status()).isEqualTo(413);
    assertThat(header(large, "Tus-Max-Size")).isEqualTo("6");
    assertThat(stateOf(given).state()).isEqualTo(Upload.State.TICKETED);

    assertThat(client.send(creation(given).header("Upload-Defer-Length", "1")).status())
        .isEqualTo(201);
    Upload upload = stateOf(given);
    assertThat(upload.metadata()).isEqualTo("name " + base64("other"));
    assertThat(header(head(address(upload)), "Upload-Metadata")).isEqualTo(upload.metadata());
    Response declared = client.send(patching(address(upload), 0, "").header("Upload-Length", "7"));
    assertThat(declared.status()).isEqualTo(413);
    assertThat(header(declared, "Tus-Max-Size")).isEqualTo("6");
    assertThat(patch(address(upload), 0, "0123456").status()).isEqualTo(413);
  }

  @Test
  @DisplayName("TUS-274: one that fails creates nothing")
  void failing() {
    door.broken = true;
    RequestUpload.Given given = house.ticket();

    assertThat(create(given, 5).status()).isEqualTo(500);
    assertThat(stateOf(given).state()).isEqualTo(Upload.State.TICKETED);
  }

  @Test
  @DisplayName("TUS-274: one that takes too long is interrupted, and the client may try again")
  void tooLong() throws Exception {
    door.stuck = true;
    Admissions admissions = new Admissions(door, Duration.ofMillis(20));

    assertThatThrownBy(
            () -> admissions.ask(Request.to("POST", "/sample").build(), TusMetadata.none()))
        .isInstanceOfSatisfying(
            TusException.class,
            refused -> {
              assertThat(refused.refusal().status()).isEqualTo(503);
              assertThat(refused.refusal().error().code()).isEqualTo("ERR_BUSY");
              assertThat(refused.refusal().headers().has("Retry-After")).isTrue();
            });
    assertThat(door.interrupted.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @DisplayName("TUS-220: the limit of a door is announced and enforced")
  void limitOfTheDoor() {
    Response options = client.send(client.to("OPTIONS", "/sample"));

    assertThat(header(options, "Tus-Max-Size")).isEqualTo("100");
    assertThat(header(options, "Upload-Limit")).startsWith("max-size=100,");
    Response large = create(house.ticket(), 101);
    assertThat(large.status()).isEqualTo(413);
    assertThat(header(large, "Tus-Max-Size")).isEqualTo("100");
    assertThat(create(house.ticket(), 100).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("TUS-285: the public part of an address alone opens nothing")
  void secret() {
    RequestUpload.Given given = house.ticket();
    Response created = create(given, 5);
    Upload upload = stateOf(given);

    assertThat(header(created, "Location"))
        .isEqualTo("http://localhost/sample/" + publicId(upload) + "?v=2&s=" + upload.id());
    assertThat(head("/sample/" + publicId(upload)).status()).isEqualTo(404);
    assertThat(head("/sample/" + publicId(upload) + "?s=wrong").status()).isEqualTo(404);
    assertThat(head("/sample/" + upload.id() + "?s=" + upload.id()).status()).isEqualTo(404);
    assertThat(patch("/sample/" + publicId(upload), 0, "01234").status()).isEqualTo(404);
    assertThat(patch(address(upload), 0, "01234").status()).isEqualTo(204);
  }

  @Test
  @DisplayName("TUS-281, CF-47: every answer has the door's fields, the last one stays the same")
  void ending() {
    RequestUpload.Given given = house.ticket();
    Response created = create(given, 5);
    Upload upload = stateOf(given);
    Response first = patch(address(upload), 0, "01");
    Response fresh = head(address(upload));
    Response last = patch(address(upload), 2, "234");
    Response again = patch(address(upload), 5, "");
    Response looked = head(address(upload));

    for (Response answer : List.of(created, first, fresh, last, again, looked)) {
      assertThat(header(answer, "X-Media-Id")).isEqualTo(publicId(upload));
    }
    assertThat(header(created, "X-Receipt")).isEqualTo("none");
    assertThat(header(first, "X-Receipt")).isEqualTo("none");
    assertThat(last.status()).isEqualTo(204);
    for (Response answer : List.of(last, again, looked)) {
      assertThat(header(answer, "X-Receipt")).isEqualTo("no. 1");
    }
    assertThat(door.endings).isEqualTo(1);
  }

  @Test
  @DisplayName("TUS-281: with a text, the last answer is a 200 and is given again")
  void endingWithText() {
    door.endingBody = "thank you";
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    Upload upload = stateOf(given);

    for (Response answer :
        List.of(patch(address(upload), 0, "01234"), patch(address(upload), 5, ""))) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(text(answer)).isEqualTo("thank you");
      assertThat(header(answer, "Upload-Offset")).isEqualTo("5");
    }
    assertThat(text(head(address(upload)))).isEmpty();
  }

  @Test
  @DisplayName("TUS-283: while a door is asked or told, nobody holds the upload")
  void outsideOfTheWritersPlace() {
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    Upload upload = stateOf(given);
    patch(address(upload), 0, "01");
    patch(address(upload), 2, "234");

    assertThat(door.writersMeanwhile).isNotEmpty().containsOnly(0);
  }

  @Test
  @DisplayName("TUS-276, TUS-280: progress once a second, upwards, and none after the end")
  void progress() {
    AtomicLong now = new AtomicLong();
    UploadNews news = new UploadNews(door, now::get);
    Upload upload = stateOf(startedTicket());
    news.moved(at(upload, 1));
    news.moved(at(upload, 2));
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    news.moved(at(upload, 3));
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    news.moved(at(upload, 2));
    news.moved(at(upload, 5).finished(upload.createdAt()));
    now.addAndGet(Duration.ofSeconds(9).toNanos());
    news.moved(at(upload, 4));

    assertThat(door.progress).containsExactly(1L, 3L);
  }

  @Test
  @DisplayName(
      "TUS-276: told while the bytes come, as soon as they are durable, and not at the end")
  void progressMeanwhile() throws Exception {
    door.strangeAddresses = false;
    Upload upload = stateOf(startedTicket());
    // That it was created was told just now.
    Thread.sleep(Duration.ofMillis(1_100));
    Fought.about(house.writers, upload.id());
    StagedBody body = StagedBody.declaring(5).give("012");
    Thread writer = client.writing(client.patch(upload, 0, body), body);

    client.lookMeanwhile(upload, body);

    Awaitility.await().untilAsserted(() -> assertThat(door.progress).containsExactly(3L));
    body.give("34").end();
    writer.join();
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
    assertThat(door.progress).containsExactly(3L);
  }

  private RequestUpload.Given startedTicket() {
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    door.progress.clear();
    return given;
  }

  private static Upload at(Upload upload, long offset) {
    return upload.advanced(offset, upload.touchedAt(), upload.expiresAt());
  }

  @Test
  @DisplayName("TUS-122: a door without termination says so, and keeps what it has")
  void withoutTermination() {
    door.terminates = false;
    TusClient other = TusClient.at(house, door);
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    String address = address(stateOf(given));

    assertThat(header(other.send(other.to("OPTIONS", "/sample")), "Tus-Extension"))
        .doesNotContain("termination");
    Response answer = other.send(other.to("DELETE", address));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(header(answer, "Allow")).contains("PATCH").doesNotContain("DELETE");
    assertThat(head(address).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("TUS-139: where parts must be finished first, that is announced and enforced")
  void onlyFinishedParts() {
    door.strangeAddresses = false;
    RequestUpload.Given given = house.ticket();
    assertThat(header(client.send(client.to("OPTIONS", "/sample")), "Tus-Extension"))
        .contains("concatenation")
        .doesNotContain("concatenation-unfinished");
    Response part =
        client.send(
            creation(given).header("Upload-Concat", "partial").header("Upload-Length", "3"));
    String address = header(part, "Location").substring("http://localhost".length());
    Request.Builder whole =
        creation(given).header("Upload-Concat", "final;" + header(part, "Location"));

    Response early = client.send(whole);
    assertThat(early.status()).isEqualTo(400);
    assertThat(text(early)).contains("not finished");
    assertThat(patch(address, 0, "012").status()).isEqualTo(204);
    assertThat(
            client
                .send(creation(given).header("Upload-Concat", "final;" + header(part, "Location")))
                .status())
        .isEqualTo(201);
  }

  @Test
  @DisplayName("TUS-302, GC-103: parts within the limit do not make a whole beyond it")
  void partsBeyondTheLimit() {
    door.strangeAddresses = false;
    RequestUpload.Given given = house.ticket();
    StringBuilder parts = new StringBuilder("final;");
    for (int i = 0; i < 2; i++) {
      Response part =
          client.send(
              creation(given).header("Upload-Concat", "partial").header("Upload-Length", "60"));
      String address = header(part, "Location");
      patch(address.substring("http://localhost".length()), 0, "012345".repeat(10));
      parts.append(address).append(' ');
    }

    assertThat(client.send(creation(given).header("Upload-Concat", parts.toString())).status())
        .isEqualTo(413);
  }

  @Test
  @DisplayName("TUS-300, GC-93, GC-94: several lines, keys twice, values with space around them")
  void lenientMetadata() {
    RequestUpload.Given given = house.ticket();

    Response answer =
        client.send(
            client
                .to("POST", "/sample")
                .header("Upload-Length", "5")
                .header("Upload-Metadata", "token " + base64(given.ticket() + "\n"))
                .header("Upload-Metadata", "filename YQ==, filename Yg=="));

    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  @DisplayName("TUS-105, GC-100: what is no checksum is passed over here, a real one is not")
  void excusedChecksum() {
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    String address = address(stateOf(given));

    String hex = base64("a9993e364706816aba3e25717850c26c9cd0d89d");
    assertThat(
            client
                .send(patching(address, 0, "01").header("Upload-Checksum", "sha1 " + hex))
                .status())
        .isEqualTo(204);
    String wrong = Base64.getEncoder().encodeToString(new byte[20]);
    assertThat(
            client
                .send(patching(address, 2, "234").header("Upload-Checksum", "sha1 " + wrong))
                .status())
        .isEqualTo(460);
  }

  @Test
  @DisplayName("TUS-296, CF-44: the creation among the addresses of an API")
  void creationElsewhere() {
    Handler creation =
        TusRoutes.creation(door, house.take, house.create, house.writers, house.receiver);
    Area api = Area.at("/client", new Routes().post("/{account}/stream", creation));
    RequestUpload.Given given = house.ticket();

    Response answer =
        api.handle(
            client
                .to("POST", "/client/7/stream")
                .header("Content-Type", "application/json")
                .header("Upload-Length", "5")
                .header("Upload-Metadata", "token " + base64(given.ticket()))
                .build());

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Location")).contains("/sample/" + publicId(stateOf(given)));
    assertThat(header(answer, "X-Media-Id")).isEqualTo(publicId(stateOf(given)));
  }

  @Test
  @DisplayName("CF-49, CF-50: keys in any letter case, without value, with or without padding")
  void metadataOfCloudflare() {
    TusMetadata metadata =
        TusMetadata.of(
            Headers.of(
                "Upload-Metadata",
                "maxDurationSeconds NjAw,requiresignedurls ,expiry"
                    + " MjAyNC0wMi0yN1QwNzoyMDo1MFo,bare"));

    assertThat(metadata.text("maxdurationseconds")).contains("600");
    assertThat(metadata.text("requireSignedURLs")).contains("");
    assertThat(metadata.text("expiry")).contains("2024-02-27T07:20:50Z");
    assertThat(metadata.text("bare")).contains("");
    assertThat(metadata.text("other")).isEmpty();
    assertThat(metadata.keys())
        .containsExactly("maxDurationSeconds", "requiresignedurls", "expiry", "bare");
  }
}
