package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static slipway.ingest.tus.TusClient.BYTES;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.event.Event;
import slipway.core.upload.ExpireUploads;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Phase;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.SweepUploads;
import slipway.storage.BlobKeys;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;
import slipway.testing.StagedBody;

/** {@code Upload-Concat}: parts, and wholes joined from them. */
final class TusConcatTest {
  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  @BeforeEach
  void accounts() {
    house.account(1, "anna");
    house.account(2, "berta");
  }

  private Request.Builder creation(String key, String concat) {
    return client
        .to("POST", "/files/")
        .header("Authorization", "Bearer " + key)
        .header("Upload-Concat", concat);
  }

  private Upload part(String bytes) {
    Response answer =
        client.send(
            creation("anna", "partial")
                .header("Upload-Length", Integer.toString(bytes.length()))
                .header("Upload-Metadata", "part YQ==")
                .header("Content-Type", BYTES)
                .body(TusClient.bytes(bytes)));
    assertThat(answer.status()).isEqualTo(201);
    return client.at(answer);
  }

  private Upload unfinished(long length) {
    return client.at(
        client.send(creation("anna", "partial").header("Upload-Length", Long.toString(length))));
  }

  private static String url(Upload part) {
    return "https://proxy.example/files/" + part.id();
  }

  private Response whole(Upload... parts) {
    String urls = String.join(" ", List.of(parts).stream().map(TusConcatTest::url).toList());
    return client.send(
        creation("anna", "final;" + urls).header("Upload-Metadata", "filename YmlnLm1wNA=="));
  }

  @Test
  @DisplayName("TUS-119, TUS-152: a final on a ticket displaces who writes to it plainly")
  void finalDisplacesWriter() throws Exception {
    RequestUpload.Given given = house.ticket();
    Upload plain = client.at(client.send(client.post(given).header("Upload-Length", "8")));
    StagedBody body = StagedBody.chunked().give("xx");
    Upload part = part("012");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Response> writer = threads.submit(() -> client.send(client.patch(plain, 0, body)));
      body.awaitReader();

      Response whole =
          client.send(client.post(given).header("Upload-Concat", "final;" + url(part)));

      assertThat(whole.status()).isEqualTo(201);
      assertThat(header(whole, "Upload-Offset")).isEqualTo("3");
      assertThat(writer.get().status()).isEqualTo(423);
    }
    assertThat(house.upload(plain.id()).offset()).isEqualTo(3);
  }

  /** What the job does with the blobs. */
  private String joined(Upload whole) throws IOException {
    List<String> keys =
        house.parts.missing(whole.video()).stream()
            .map(part -> BlobKeys.source(part.video()))
            .toList();
    house.blobs.concat(keys, BlobKeys.source(whole.video()));
    return house.stored(whole);
  }

  @Test
  @DisplayName("TUS-123, TUS-278, TUS-28: a part is an upload without a video and without news")
  void part() {
    Upload part = part("012");

    Response head = client.send(client.head(part));

    assertThat(header(head, "Upload-Concat")).isEqualTo("partial");
    assertThat(header(head, "Upload-Offset")).isEqualTo("3");
    assertThat(house.ports.videos().byId(part.video())).isEmpty();
    assertThat(house.ports.events().kindsOf(part.video())).isEmpty();
    assertThat(house.work.asked()).isEmpty();
  }

  @Test
  @DisplayName("TUS-124, TUS-133, TUS-136: finished parts become a whole; no byte moves meanwhile")
  void whole() throws IOException {
    Upload first = part("012");
    Upload second = part("34");

    Response answer = whole(second, first, second);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Upload-Offset")).isEqualTo("7");
    Upload whole = client.at(answer);
    assertThat(house.stored(whole)).isEqualTo("nothing");
    Response head = client.send(client.head(whole));
    assertThat(header(head, "Upload-Offset")).isEqualTo("7");
    assertThat(header(head, "Upload-Length")).isEqualTo("7");
    assertThat(header(head, "Upload-Metadata")).isEqualTo("filename YmlnLm1wNA==");
    assertThat(header(head, "Upload-Concat"))
        .isEqualTo("final;" + url(second) + " " + url(first) + " " + url(second));
    assertThat(house.videoOf(whole).name()).isEqualTo("big.mp4");
    assertThat(house.videoOf(whole).content()).isEqualTo(new Content(7, null));
    assertHandedOnOnce(whole.video());
    assertThat(joined(whole)).isEqualTo("3401234"); // TUS-134
  }

  @Test
  @DisplayName(
      "REL-19, TUS-136: ten parts become a whole by their records, whatever their bytes are")
  void wholeWithoutItsBytes() {
    Upload[] parts = new Upload[10];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = part("0".repeat(50 + i));
      house.blobs.delete(BlobKeys.source(parts[i].video())); // whoever wanted them would fail
    }

    Response answer = whole(parts);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Upload-Offset")).isEqualTo("545");
    assertThat(house.stored(client.at(answer))).isEqualTo("nothing");
    assertHandedOnOnce(client.at(answer).video());
  }

  private void assertHandedOnOnce(UUID video) {
    assertThat(house.work.asked()).containsOnlyOnce(new RecordingWork.Asked("inspect", video));
    assertThat(house.ports.events().kindsOf(video)).containsOnlyOnce(Event.Kind.TASK_UPDATED);
  }

  @Test
  @DisplayName("TUS-125: relative addresses, spaces, slashes at the end, other hosts")
  void addresses() {
    Upload part = part("012");

    for (String urls : List.of("/files/%s", " %s/ ", "http://a/files/%s  /x/files/%s//")) {
      Response answer = client.send(creation("anna", "final;" + urls.replace("%s", part.id())));
      assertThat(answer.status()).isEqualTo(201);
    }
  }

  @Test
  @DisplayName("TUS-125, REL-53: an address of very many slashes is not slow")
  void manySlashes_areNotSlow() {
    String slashes = "/".repeat(500_000);
    Headers headers =
        Headers.of(
            "Upload-Concat",
            "final;http://a%sx http://a%sx%s".formatted(slashes, slashes, slashes));

    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> TusConcat.of(headers)))
        .isInstanceOfSatisfying(
            TusConcat.Final.class, whole -> assertThat(whole.parts()).containsExactly("x", "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "final,400,ERR_INVALID_CONCAT",
    "final;,400,ERR_INVALID_CONCAT",
    "'final; ',400,ERR_INVALID_CONCAT",
    "partially,400,ERR_INVALID_CONCAT",
    "final;/files/unknown,404,ERR_UPLOAD_NOT_FOUND",
    "final;/files/..%2f..,404,ERR_UPLOAD_NOT_FOUND"
  })
  @DisplayName("TUS-126, TUS-127: what cannot be joined")
  void refused(String concat, int status, String code) {
    Response answer = client.send(creation("anna", concat));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(text(answer)).startsWith(code + ": ");
    assertThat(house.work.asked()).isEmpty();
  }

  @Test
  @DisplayName("TUS-127, TUS-288: never across owners")
  void ofAnother() {
    Response answer = client.send(creation("berta", "final;" + url(part("012"))));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(house.ports.uploads().countOpen(2)).isZero();
  }

  @Test
  @DisplayName("TUS-128, TUS-129, TUS-130, TUS-80: no parts, a length, a body")
  void refusedWholes() {
    Upload ordinary =
        client.at(
            client.send(
                client
                    .to("POST", "/files/")
                    .header("Authorization", "Bearer anna")
                    .header("Upload-Length", "5")));
    String concat = "final;" + url(part("012"));

    Response notPart = client.send(creation("anna", "final;" + url(ordinary)));
    Response length = client.send(creation("anna", concat).header("Upload-Length", "3"));
    Response deferred = client.send(creation("anna", concat).header("Upload-Defer-Length", "1"));
    Response body =
        client.send(
            creation("anna", concat).header("Content-Type", BYTES).body(TusClient.bytes("x")));

    assertThat(text(notPart)).startsWith("ERR_INVALID_CONCAT: ");
    assertThat(List.of(notPart.status(), length.status(), deferred.status(), body.status()))
        .containsExactly(400, 400, 400, 403);
    assertThat(text(body)).startsWith("ERR_MODIFY_FINAL: ");
  }

  @Test
  @DisplayName("TUS-131: too large together")
  void tooLarge() {
    Upload part = part("0".repeat(600));

    assertThat(whole(part, part).status()).isEqualTo(413);
  }

  @Test
  @DisplayName("TUS-132: a whole takes no bytes")
  void patchOnWhole() {
    Upload part = part("012");
    Upload whole = client.at(whole(part));

    Response answer = client.send(client.patch(whole, 3, "3"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(house.upload(whole.id()).length()).isEqualTo(3);
    assertThat(house.stored(part)).isEqualTo("012");
  }

  @Test
  @DisplayName("TUS-137: the same whole again is the same upload, and one piece of news")
  void sameAgain() {
    Upload part = part("012");
    Upload whole = client.at(whole(part));

    assertThat(client.at(whole(part)).id()).isEqualTo(whole.id());
    assertHandedOnOnce(whole.video());
    assertThat(client.at(whole(part, part)).id()).isNotEqualTo(whole.id());
  }

  @Test
  @DisplayName("TUS-138: a whole of unfinished parts is finished by the last of them")
  void unfinishedParts() throws IOException {
    Upload first = unfinished(3);
    Upload second =
        client.at(client.send(creation("anna", "partial").header("Upload-Defer-Length", "1")));
    Response answer = whole(first, second);
    Upload whole = client.at(answer);

    assertThat(answer.status()).isEqualTo(201);
    Response head = client.send(client.head(whole));
    assertThat(header(head, "Upload-Offset")).isEqualTo("none");
    assertThat(header(head, "Upload-Length")).isEqualTo("none");
    assertThat(header(head, "Upload-Concat")).startsWith("final;");

    client.send(client.patch(second, 0, "3").header("Upload-Length", "2"));
    assertThat(header(client.send(client.head(whole)), "Upload-Length")).isEqualTo("5");
    client.send(client.patch(first, 0, "012"));
    assertThat(house.phaseOf(whole)).isEqualTo(new Phase.Receiving());
    client.send(client.patch(second, 1, "4"));

    assertThat(header(client.send(client.head(whole)), "Upload-Offset")).isEqualTo("5");
    assertHandedOnOnce(whole.video());
    assertThat(joined(whole)).isEqualTo("01234");
  }

  @Test
  @DisplayName(
      "TUS-121, TUS-140: without a part an unfinished whole fails, a finished one does not")
  void partGivenUp() throws IOException {
    Upload done = part("012");
    Upload open = unfinished(2);
    Upload pending = client.at(whole(done, open));
    Upload finished = client.at(whole(done));

    assertThat(client.send(client.delete(open)).status()).isEqualTo(204);
    assertThat(client.send(client.delete(done)).status()).isEqualTo(204);

    assertThat(client.send(client.head(open)).status()).isEqualTo(404);
    assertThat(client.send(client.head(pending)).status()).isEqualTo(404);
    assertThat(house.phaseOf(pending)).isInstanceOf(Phase.Failed.class);
    assertThat(client.send(client.head(finished)).status()).isEqualTo(200);
    assertThat(joined(finished)).isEqualTo("012");
  }

  @Test
  @DisplayName("TUS-99, TUS-135: parts go by their own time, but not before they were joined")
  void partsExpire() {
    Upload left = unfinished(3);
    client.send(client.head(left));
    Upload used = part("012");
    Upload whole = client.at(whole(used));

    house.clock.advance(Duration.ofDays(9));
    sweep();

    assertThat(client.send(client.head(left)).status()).isEqualTo(404);
    assertThat(house.stored(used)).isEqualTo("012");
    house.parts.joined(whole.video());
    sweep();
    assertThat(house.stored(used)).isEqualTo("nothing");
    assertThat(client.send(client.head(used)).status()).isEqualTo(404);
    // A crash between the record and the bytes leaves a job that takes them away.
    assertThat(house.work.asked())
        .contains(
            new RecordingWork.Asked("erase", left.video()),
            new RecordingWork.Asked("erase", used.video()));
  }

  private void sweep() {
    var ports = house.ports;
    new SweepUploads(
            new ExpireUploads(
                ports.videos(),
                ports.tasks(),
                ports.uploads(),
                house.work,
                house.record,
                ports.transactions(),
                house.clock),
            house.writers,
            house.receiver)
        .sweep();
  }

  @Test
  @DisplayName("TUS-302: with a ticket, all parts and their whole are its")
  void onTicket() {
    RequestUpload.Given given = house.ticket();
    Response part = partOn(given);

    Response whole =
        client.send(client.post(given).header("Upload-Concat", "final;" + url(client.at(part))));

    assertThat(client.at(whole).id()).isEqualTo(given.upload().id());
    assertThat(house.phaseOf(given.upload())).isEqualTo(new Phase.Inspecting());
    assertThat(client.send(client.post(given).header("Upload-Length", "3")).status())
        .isEqualTo(422);
  }

  @Test
  @DisplayName("TUS-137, TUS-68: with a ticket, too, a whole whose answer got lost is told again")
  void againOnTicket() {
    RequestUpload.Given given = house.ticket();
    Response part = partOn(given);
    String concat = "final;" + url(client.at(part));
    Response whole = client.send(client.post(given).header("Upload-Concat", concat));

    Response again = client.send(client.post(given).header("Upload-Concat", concat));

    assertThat(again.status()).isEqualTo(201);
    assertThat(header(again, "Location")).isEqualTo(header(whole, "Location"));
    assertHandedOnOnce(given.upload().video());
    Response other =
        client.send(
            client.post(given).header("Upload-Concat", concat + " " + url(client.at(part))));
    assertThat(other.status()).as("another whole on the same ticket").isEqualTo(422);
  }

  @Test
  @DisplayName("TUS-68: with a ticket, too, a file that came with its creation is told again")
  void wholeFileAgainOnTicket() {
    RequestUpload.Given given = house.ticket();
    Response first = client.send(keyed(given));
    Response again = client.send(keyed(given));

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(header(again, "Location")).isEqualTo(header(first, "Location"));
    assertHandedOnOnce(given.upload().video());
  }

  private Response partOn(RequestUpload.Given given) {
    return client.send(
        client
            .post(given)
            .header("Upload-Concat", "partial")
            .header("Upload-Length", "3")
            .header("Content-Type", BYTES)
            .body(TusClient.bytes("012")));
  }

  private Request.Builder keyed(RequestUpload.Given given) {
    return client
        .post(given)
        .header("Idempotency-Key", "once")
        .header("Upload-Length", "3")
        .header("Content-Type", BYTES)
        .body(TusClient.bytes("012"));
  }

  @Test
  @DisplayName("TUS-50: Upload-Concat on every request of a part does no harm")
  void onEveryRequest() {
    Upload part = unfinished(3);

    Response answer = client.send(client.patch(part, 0, "012").header("Upload-Concat", "partial"));

    assertThat(answer.status()).isEqualTo(204);
  }
}
