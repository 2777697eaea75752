package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.BYTES;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Upload;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.Writers;
import slipway.storage.BlobKeys;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** {@code HEAD}: how far an upload is. */
final class TusHeadTest {
  private static final Executor EACH_ITS_THREAD = Executors.newVirtualThreadPerTaskExecutor();

  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  @Test
  @DisplayName("TUS-25, TUS-26, TUS-29, TUS-30: fresh, running and finished")
  void tellsTheOffset() {
    Upload upload = client.started(5);
    Response fresh = client.send(client.head(upload));
    client.send(client.patch(upload, 0, "012"));
    Response running = client.send(client.head(upload));
    client.send(client.patch(upload, 3, "34"));
    Response finished = client.send(client.head(upload));

    List<Response> all = List.of(fresh, running, finished);
    assertThat(all).extracting(Response::status).containsOnly(200);
    assertThat(all)
        .extracting(answer -> header(answer, "Upload-Offset"))
        .containsExactly("0", "3", "5");
    assertThat(all).extracting(answer -> header(answer, "Upload-Length")).containsOnly("5");
    assertThat(all).extracting(answer -> header(answer, "Cache-Control")).containsOnly("no-store");
    assertThat(all).extracting(answer -> header(answer, "Tus-Resumable")).containsOnly("1.0.0");
    assertThat(all).extracting(answer -> header(answer, "Content-Length")).containsOnly("none");
    assertThat(all).extracting(TusClient::text).containsOnly("");
    assertThat(header(running, "Upload-Expires")).isEqualTo("Thu, 08 Jan 2026 00:00:00 GMT");
    assertThat(header(finished, "Upload-Expires")).isEqualTo("none"); // TUS-93
  }

  @Test
  @DisplayName("TUS-27, TUS-221, TUS-224: metadata comes back byte for byte")
  void metadata() {
    String sent = "filename bmFtZQ==, filetype  dmlkZW8vbXA0,empty,,odd YQ";
    Response created =
        client.send(
            client
                .post(house.ticket())
                .header("Upload-Length", "5")
                .header("Upload-Metadata", sent));

    Response answer = client.send(client.head(client.at(created)));

    assertThat(header(answer, "Upload-Metadata")).isEqualTo(sent);
    assertThat(header(client.send(client.head(client.started(5))), "Upload-Metadata"))
        .isEqualTo("none");
  }

  @Test
  @DisplayName("TUS-221: several lines of metadata are one list")
  void metadataInLines() {
    Response created =
        client.send(
            client
                .post(house.ticket())
                .header("Upload-Length", "5")
                .header("Upload-Metadata", "a YQ==")
                .header("Upload-Metadata", "b Yg==,c"));

    assertThat(header(client.send(client.head(client.at(created))), "Upload-Metadata"))
        .isEqualTo("a YQ==,b Yg==,c");
  }

  @Test
  @DisplayName("TUS-31: unknown, and only a ticket")
  void unknown() {
    Response unknown = client.send(client.to("HEAD", "/files/0123456789abcdef"));
    Response ticketed = client.send(client.head(house.ticket().upload()));

    for (Response answer : List.of(unknown, ticketed)) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(text(answer)).isEmpty();
      assertThat(header(answer, "Upload-Offset")).isEqualTo("none");
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }
  }

  @Test
  @DisplayName("TUS-05, TUS-16: without a version")
  void noVersion() {
    Response answer = client.send(Request.to("HEAD", client.address(client.started(5))));

    assertThat(answer.status()).isEqualTo(412);
    assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
  }

  @Test
  @DisplayName("TUS-97: expired, swept or not, is not found and has no body")
  void expired() {
    Upload upload = client.started(5);
    house.clock.advance(Duration.ofDays(7).plusMillis(1));

    Response answer = client.send(client.head(upload));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(text(answer)).isEmpty();
  }

  @Test
  @DisplayName("TUS-97: a switch makes it 410; what never was stays 404")
  void expiredIsGone() {
    TusClient switched =
        TusClient.at(
            house,
            TusDoor.files(
                house.take, house.authenticate, TusBrowsers.any(), /* expiredIsGone= */ true));
    Upload upload = client.startedWith(8, "012");
    house.clock.advance(Duration.ofDays(8));

    Response head = switched.send(client.head(upload));
    assertThat(head.status()).isEqualTo(410);
    assertThat(text(head)).isEmpty();
    Response patch = switched.send(client.patch(upload, 3, "345"));
    assertThat(patch.status()).isEqualTo(410);
    assertThat(text(patch)).startsWith("ERR_UPLOAD_EXPIRED: ");
    for (String method : List.of("HEAD", "PATCH", "DELETE")) {
      Response ietf =
          switched.send(
              Request.to(method, client.address(upload))
                  .headers(
                      method.equals("PATCH")
                          ? Headers.of("Upload-Offset", "3", "Upload-Complete", "?0")
                          : Headers.EMPTY)
                  .header("Upload-Draft-Interop-Version", "6")
                  .header("Content-Type", "application/partial-upload"));
      assertThat(ietf.status()).as("%s in the IETF's dialect", method).isEqualTo(410);
    }
    assertThat(switched.send(client.to("HEAD", "/files/" + "0".repeat(26))).status())
        .isEqualTo(404);
  }

  @Test
  @DisplayName("TUS-94, LP-64: a finished upload answers long after")
  void finishedStays() {
    Upload upload = client.startedWith(3, "012");
    house.clock.advance(Duration.ofDays(30));

    assertThat(header(client.send(client.head(upload)), "Upload-Offset")).isEqualTo("3");
  }

  @Test
  @DisplayName("TUS-35, TUS-100: the ticket's time only limits the start")
  void ticketExpired() {
    Upload upload = client.started(5);
    house.clock.advance(Duration.ofDays(2));

    assertThat(client.send(client.head(upload)).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("TUS-153, TUS-155, TUS-156, REL-06: a stalled writer has to leave, its bytes count")
  void displacesWriter() throws Exception {
    Upload upload = client.started(5);
    StagedBody stalled = StagedBody.declaring(5).give("01").give("2");
    CompletableFuture<Response> writer =
        CompletableFuture.supplyAsync(
            () -> client.send(client.patch(upload, 0, stalled)), EACH_ITS_THREAD);
    stalled.awaitReader();

    Response answer = client.send(client.head(upload));

    assertThat(header(answer, "Upload-Offset")).isEqualTo("3");
    assertThat(writer.get().status()).isEqualTo(423);
    assertThat(client.send(client.patch(upload, 3, "34")).status()).isEqualTo(204);
  }

  @Test
  @DisplayName("TUS-96: not expired while it is being written")
  void writtenUploadDoesNotExpire() throws Exception {
    Upload upload = client.started(5);
    StagedBody slow = StagedBody.declaring(5).give("01");
    CompletableFuture<Response> writer =
        CompletableFuture.supplyAsync(
            () -> client.send(client.patch(upload, 0, slow)), EACH_ITS_THREAD);
    slow.awaitReader();
    house.clock.advance(Duration.ofDays(8));

    assertThat(header(client.send(client.head(upload)), "Upload-Offset")).isEqualTo("2");
    writer.get();
  }

  @Test
  @DisplayName("TUS-32: the offset stands in the record: nothing stored is read, no place is taken")
  void fromTheRecord() {
    Upload upload = client.startedWith(5, "01");
    house.blobs.delete(BlobKeys.source(upload.video())); // whoever wanted it would fail
    long before = house.writers.arrive();

    Response answer = client.send(client.head(upload));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(header(answer, "Upload-Offset")).isEqualTo("2");
    assertThat(house.writers.arrive()).as("nobody came in between").isEqualTo(before + 1);
  }

  @Test
  @DisplayName("TUS-33, TUS-34, TUS-162: a writer that does not leave, never an error of ours")
  void writerDoesNotLeave() {
    Upload upload = client.started(5);
    Thread.currentThread().interrupt(); // the wait ends at once, as in a shutdown
    try (Writers.Seat _ = house.writers.take(upload.id(), () -> {})) {
      Response answer = client.send(client.head(upload));

      assertThat(answer.status()).isEqualTo(423);
      assertThat(header(answer, "Retry-After")).isEqualTo("5");
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  @DisplayName("TUS-33: the storage is away for a moment")
  void storageAway() throws IOException {
    Upload upload = client.startedWith(3, "01");
    house.ports.uploads().update(house.upload(upload.id()).withLength(2));
    house.blobs.delete(BlobKeys.source(upload.video()));

    Response answer = client.send(client.head(upload));

    assertThat(answer.status()).isEqualTo(423);
    assertThat(header(answer, "Retry-After")).isEqualTo("5");
    assertThat(header(answer, "Upload-Offset")).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tus", "ietf"})
  @DisplayName("TUS-33: too many requests, and any fault of ours, before the upload is looked at")
  void failsEarly(String dialect) {
    Request.Builder request = Request.to("HEAD", "/files/x");
    Request head =
        (dialect.equals("tus")
                ? request.header("Tus-Resumable", "1.0.0")
                : request.header("Upload-Draft-Interop-Version", "6"))
            .build();
    TusAnswers answers =
        new TusAnswers(TusDoor.files(house.take, house.authenticate, TusBrowsers.any()));

    Response hurried =
        answers.failedEarly(
            head, new ProblemException(new Problem.OverQuota("too many", Duration.ofSeconds(9))));
    Response broken = answers.failedEarly(head, new IllegalStateException("no database"));
    Response gone =
        answers.failedEarly(head, new ProblemException(new Problem.NotFound("upload not found")));

    assertThat(List.of(hurried.status(), broken.status(), gone.status()))
        .containsExactly(423, 423, 404);
    assertThat(header(hurried, "Retry-After")).isEqualTo("9");
    assertThat(header(broken, "Retry-After")).isEqualTo("5");
  }

  @Test
  @DisplayName("TUS-185: a crash before the end; looking at it ends it")
  void completesWhatACrashLeft() {
    Upload upload = client.started(3);
    // as if the process had died between the last byte and the end
    client.send(client.patch(upload, 0, "01"));
    house.ports.uploads().update(house.upload(upload.id()).withLength(2));

    Response answer = client.send(client.head(upload));

    assertThat(header(answer, "Upload-Offset")).isEqualTo("2");
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
  }

  @Test
  @DisplayName("TUS-30: the content type of refusals stays out of answers to HEAD")
  void noContentType() {
    Response answer = client.send(client.to("HEAD", "/files/x").header("Content-Type", BYTES));

    assertThat(header(answer, "Content-Type")).isEqualTo("none");
  }
}
