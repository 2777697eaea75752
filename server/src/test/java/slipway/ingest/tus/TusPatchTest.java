package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.BYTES;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Phase;
import slipway.http.Body;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.FirstLook;
import slipway.ingest.Receiver;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;
import slipway.testing.StagedBody;

/** {@code PATCH}: appending, and its checks. */
final class TusPatchTest {
  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  /** A PATCH with five bytes on an upload of eight that has three, and its answer. */
  record Row(String name, Headers headers, int status, String code) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(String name, int status, String code, String... headers) {
    return new Row(name, Headers.of(headers), status, code);
  }

  static Stream<Row> refused() {
    return Stream.of(
        row("TUS-16 no version", 412, "ERR_UNSUPPORTED_VERSION", "Upload-Offset", "3"),
        row(
            "TUS-16 other version",
            412,
            "ERR_UNSUPPORTED_VERSION",
            "Tus-Resumable",
            "0.2.0",
            "Upload-Offset",
            "3"),
        tus("TUS-38 no type", 415, "ERR_INVALID_CONTENT_TYPE", "Upload-Offset", "3"),
        tus("TUS-38 other type", 415, "ERR_INVALID_CONTENT_TYPE", "Content-Type", "video/mp4"),
        bytes("TUS-39 no offset", 400, "ERR_INVALID_OFFSET"),
        bytes("TUS-39 empty", 400, "ERR_INVALID_OFFSET", "Upload-Offset", ""),
        bytes("TUS-39 signed", 400, "ERR_INVALID_OFFSET", "Upload-Offset", "+3"),
        bytes("TUS-39 negative", 400, "ERR_INVALID_OFFSET", "Upload-Offset", "-3"),
        bytes("TUS-39 spaces", 400, "ERR_INVALID_OFFSET", "Upload-Offset", "3 4"),
        bytes("TUS-39 text", 400, "ERR_INVALID_OFFSET", "Upload-Offset", "three"),
        bytes("TUS-39 2^63", 400, "ERR_INVALID_OFFSET", "Upload-Offset", "9223372036854775808"),
        bytes(
            "TUS-39 repeated",
            400,
            "ERR_INVALID_OFFSET",
            "Upload-Offset",
            "3",
            "Upload-Offset",
            "3"),
        bytes("TUS-40 lower", 409, "ERR_MISMATCHED_OFFSET", "Upload-Offset", "2"),
        bytes("TUS-40 higher", 409, "ERR_MISMATCHED_OFFSET", "Upload-Offset", "4"),
        bytes(
            "TUS-86 another length",
            400,
            "ERR_INVALID_UPLOAD_LENGTH",
            "Upload-Offset",
            "3",
            "Upload-Length",
            "9"));
  }

  private static Row tus(String name, int status, String code, String... headers) {
    return new Row(name, Headers.of(headers).plus("Tus-Resumable", "1.0.0"), status, code);
  }

  private static Row bytes(String name, int status, String code, String... headers) {
    Row row = tus(name, status, code, headers);
    return new Row(name, row.headers.plus("Content-Type", BYTES), status, code);
  }

  @ParameterizedTest
  @MethodSource("refused")
  @DisplayName("REL-09: refused before a byte is read, and nothing changes")
  void refusesWhatIsWrong(Row row) {
    Upload upload = client.startedWith(8, "012");
    StagedBody body = StagedBody.declaring(5);

    Response answer =
        client.send(Request.to("PATCH", client.address(upload)).headers(row.headers).body(body));

    assertThat(answer.status()).isEqualTo(row.status);
    assertThat(text(answer)).startsWith(row.code + ": ").endsWith("\n");
    assertThat(body.wasAsked()).isFalse();
    assertThat(house.upload(upload.id())).isEqualTo(upload);
    if (row.status == 409) {
      assertThat(header(answer, "Upload-Offset")).isEqualTo("3"); // TUS-40, TUS-41
    }
  }

  @Test
  @DisplayName("TUS-36, TUS-37, TUS-92: bytes are appended, the offset is told")
  void appends() {
    Upload upload = client.started(8);

    Response answer = client.send(client.patch(upload, 0, "012"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(text(answer)).isEmpty();
    assertThat(header(answer, "Upload-Offset")).isEqualTo("3");
    assertThat(header(answer, "Upload-Expires")).isEqualTo("Thu, 08 Jan 2026 00:00:00 GMT");
    assertThat(house.stored(upload)).isEqualTo("012");
  }

  @Test
  @DisplayName("TUS-36, TUS-49, TUS-52, REL-01: byte by byte up to the end")
  void appendsByteByByte() {
    Upload upload = client.started(8);
    for (int i = 0; i < 8; i++) {
      Response answer = client.send(client.patch(upload, i, Integer.toString(i)));
      assertThat(header(answer, "Upload-Offset")).isEqualTo(Integer.toString(i + 1));
    }

    assertThat(house.stored(upload)).isEqualTo("01234567");
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
    assertThat(house.videoOf(upload).content())
        .isEqualTo(
            new Content(8, "924592b9b103f14f833faafb67f480691f01988aa457c0061769f58cd47311bc"));
    assertThat(house.work.asked())
        .containsOnlyOnce(new RecordingWork.Asked("inspect", upload.video()));
  }

  @Test
  @DisplayName("TUS-42: an unknown upload")
  void unknown() {
    Response answer =
        client.send(
            client
                .to("PATCH", "/files/0123456789abcdef")
                .header("Content-Type", BYTES)
                .header("Upload-Offset", "0"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(text(answer)).startsWith("ERR_UPLOAD_NOT_FOUND: ");
  }

  @Test
  @DisplayName("a ticket's upload cannot be written before it is created")
  void ticketed() {
    Upload upload = house.ticket().upload();

    assertThat(client.send(client.patch(upload, 0, "012")).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("TUS-13: what is no id is not found")
  void strangeIds() {
    for (String id : new String[] {"..", "%2e%2e", "a%2fb", "%00", "x".repeat(300)}) {
      Response answer =
          client.send(
              client
                  .to("PATCH", "/files/" + id)
                  .header("Content-Type", BYTES)
                  .header("Upload-Offset", "0"));
      assertThat(answer.status()).as(id).isEqualTo(404);
    }
  }

  @Test
  @DisplayName("TUS-44, TUS-45: the answer to the last bytes got lost")
  void repeatsTheEnd() {
    Upload upload = client.startedWith(3, "012");

    Response empty = client.send(client.patch(upload, 3, ""));
    Response emptyChunks = client.send(client.patch(upload, 3, StagedBody.chunked().end()));
    Response more = client.send(client.patch(upload, 3, StagedBody.chunked().give("3").end()));
    Response before = client.send(client.patch(upload, 0, "012"));

    assertThat(empty.status()).isEqualTo(204);
    assertThat(header(empty, "Upload-Offset")).isEqualTo("3");
    assertThat(header(empty, "Upload-Expires")).isEqualTo("none"); // TUS-93
    assertThat(emptyChunks.status()).isEqualTo(204);
    assertThat(more.status()).isEqualTo(413);
    assertThat(before.status()).isEqualTo(409);
    assertThat(house.stored(upload)).isEqualTo("012");
  }

  @Test
  @DisplayName("TUS-46: an empty body at the right offset")
  void emptyBody() {
    Upload upload = client.startedWith(8, "012");

    Response answer = client.send(client.patch(upload, 3, ""));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(header(answer, "Upload-Offset")).isEqualTo("3");
  }

  @Test
  @DisplayName("TUS-47: more announced than is left")
  void announcedTooMuch() {
    Upload upload = client.startedWith(8, "012");
    StagedBody body = StagedBody.declaring(6);

    Response answer = client.send(client.patch(upload, 3, body));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(text(answer)).startsWith("ERR_UPLOAD_SIZE_EXCEEDED: ");
    assertThat(body.wasAsked()).isFalse();
    assertThat(house.upload(upload.id()).offset()).isEqualTo(3);
  }

  @Test
  @DisplayName("TUS-48, REL-08: more sent than is left; what fits is kept and the upload finished")
  void sentTooMuch() {
    Upload upload = client.startedWith(8, "012");

    Response answer =
        client.send(client.patch(upload, 3, StagedBody.chunked().give("3456").give("78").end()));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(house.stored(upload)).isEqualTo("01234567");
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
  }

  @Test
  @DisplayName("TUS-51: headers of other requests are ignored")
  void ignoresHeaders() {
    Upload upload = client.started(8);

    Response answer =
        client.send(
            client
                .patch(upload, 0, "012")
                .header("Upload-Metadata", "a YQ==")
                .header("Upload-Concat", "partial")
                .header("Upload-Defer-Length", "1"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(house.upload(upload.id()).metadata()).isEmpty();
  }

  @Test
  @DisplayName("TUS-22, LP-71: POST with an override is a PATCH, in any letter case")
  void overrides() {
    Upload upload = client.started(8);

    Response answer =
        client.send(
            client
                .to("POST", client.address(upload))
                .header("X-HTTP-Method-Override", "Patch")
                .header("Content-Type", BYTES)
                .header("Upload-Offset", "0")
                .body(StagedBody.chunked().give("012").end()));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(header(answer, "Upload-Offset")).isEqualTo("3");
  }

  @Test
  @DisplayName("TUS-84, TUS-85, REL-20: the length comes later, and once more")
  void lengthComesLater() {
    Upload upload = deferred("012");

    Response first = client.send(client.patch(upload, 3, "34").header("Upload-Length", "8"));
    Response head = client.send(client.head(upload));
    Response again = client.send(client.patch(upload, 5, "567").header("Upload-Length", "8"));

    assertThat(first.status()).isEqualTo(204);
    assertThat(header(head, "Upload-Length")).isEqualTo("8");
    assertThat(header(head, "Upload-Defer-Length")).isEqualTo("none");
    assertThat(again.status()).isEqualTo(204);
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
  }

  @Test
  @DisplayName("TUS-87, TUS-88: a length that cannot be")
  void impossibleLength() {
    Upload upload = deferred("012");

    Response less = client.send(client.patch(upload, 3, "").header("Upload-Length", "2"));
    Response lessWithBody = client.send(client.patch(upload, 3, "34").header("Upload-Length", "4"));
    Response overLimit = client.send(client.patch(upload, 3, "3").header("Upload-Length", "1001"));

    assertThat(less.status()).isEqualTo(400);
    assertThat(lessWithBody.status()).isEqualTo(413);
    assertThat(overLimit.status()).isEqualTo(413);
    assertThat(house.upload(upload.id()).length()).isNull();
    assertThat(house.upload(upload.id()).offset()).isEqualTo(3);
  }

  @Test
  @DisplayName("TUS-89: only the length comes, after the last byte")
  void lengthAfterLastByte() {
    for (Body empty : new Body[] {Body.of(new byte[0]), StagedBody.chunked().end()}) {
      Upload upload = deferred("012");

      Response answer = client.send(client.patch(upload, 3, empty).header("Upload-Length", "3"));

      assertThat(answer.status()).isEqualTo(204);
      assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
      assertThat(house.work.asked())
          .containsOnlyOnce(new RecordingWork.Asked("inspect", upload.video()));
    }
  }

  @Test
  @DisplayName("TUS-90: without a length, bytes stop at the limit")
  void stopsAtTheLimit() {
    Upload upload = deferred("012");

    Response answer =
        client.send(client.patch(upload, 3, StagedBody.chunked().give(new byte[2000]).end()));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(house.upload(upload.id()).offset()).isEqualTo(1000);
  }

  @Test
  @DisplayName(
      "TUS-90: after that it can only be given up, in either dialect, also after a restart")
  void onlyGivenUpAfterwards() {
    Upload upload = deferred("012");
    client.send(client.patch(upload, 3, StagedBody.chunked().give(new byte[2000]).end()));
    TusClient after =
        client.with(new Receiver(house.take, house.blobs, (_, _) -> new FirstLook.Verdict.Pass()));
    Request.Builder ended =
        Request.to("PATCH", after.address(upload))
            .header("Upload-Draft-Interop-Version", "8")
            .header("Content-Type", "application/partial-upload")
            .header("Upload-Offset", "1000")
            .header("Upload-Complete", "?1");
    Response looked = after.send(after.head(upload));

    for (Response refused :
        List.of(
            after.send(after.patch(upload, 1000, "").header("Upload-Length", "1000")),
            after.send(after.patch(upload, 1000, "")),
            after.send(after.patch(upload, 1000, "0")),
            after.send(ended))) {
      assertThat(refused.status()).isEqualTo(413);
    }
    assertThat(looked.status()).isEqualTo(200);
    assertThat(header(looked, "Upload-Offset")).isEqualTo("1000");
    assertThat(header(looked, "Upload-Defer-Length")).isEqualTo("1");
    assertThat(header(looked, "Upload-Expires")).isNotEqualTo("none");
    assertThat(house.work.asked()).isEmpty();

    assertThat(after.send(after.delete(upload)).status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("nothing");
    assertThat(after.send(after.head(upload)).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("TUS-90: or it runs out, like any that is unfinished")
  void runsOutAfterwards() {
    Upload upload = deferred("012");
    client.send(client.patch(upload, 3, StagedBody.chunked().give(new byte[2000]).end()));
    house.clock.advance(Duration.ofDays(8));

    assertThat(house.sweep(house.receiver).sweep()).isEqualTo(1);

    assertThat(house.stored(upload)).isEqualTo("nothing");
    assertThat(house.phaseOf(upload)).isInstanceOf(Phase.Failed.class);
  }

  private Upload deferred(String bytes) {
    Response created = client.send(client.post(house.ticket()).header("Upload-Defer-Length", "1"));
    Upload upload = client.at(created);
    client.send(client.patch(upload, 0, bytes));
    return house.upload(upload.id());
  }

  @Test
  @DisplayName("TUS-95: every byte moves the expiry on")
  void movesExpiry() {
    Upload upload = client.started(8);
    house.clock.advance(Duration.ofDays(6));

    Response answer = client.send(client.patch(upload, 0, "012"));

    assertThat(header(answer, "Upload-Expires")).isEqualTo("Wed, 14 Jan 2026 00:00:00 GMT");
  }

  @Test
  @DisplayName("TUS-95: what was announced is kept, whatever the clock does")
  void neverExpiresEarlier() {
    Upload upload = client.startedWith(8, "012");
    String announced = header(client.send(client.head(upload)), "Upload-Expires");
    house.clock.advance(Duration.ofDays(-3));

    Response answer = client.send(client.patch(upload, 3, "34"));

    assertThat(header(answer, "Upload-Expires")).isEqualTo(announced);
    assertThat(header(client.send(client.head(upload)), "Upload-Expires")).isEqualTo(announced);
  }

  @Test
  @DisplayName("TUS-97, REL-21: its time has passed")
  void expired() {
    Upload upload = client.startedWith(8, "012");
    house.clock.advance(Duration.ofDays(8));

    Response answer = client.send(client.patch(upload, 3, "345"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(text(answer)).startsWith("ERR_UPLOAD_EXPIRED: ");
  }
}
