package slipway.ingest.tus;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.BYTES;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.event.Event;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.core.video.Wishes;
import slipway.http.Headers;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;
import slipway.testing.StagedBody;

/** {@code POST}: creation, with and without bytes and length. */
final class TusPostTest {
  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  /** A creation that is refused, and nothing comes of it. */
  record Refused(String name, Headers headers, String body, int status, String code) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Refused> refused() {
    return Stream.of(
        new Refused("TUS-61 no length", fields(), "", 400, "ERR_INVALID_UPLOAD_LENGTH"),
        refusedLength("TUS-61 empty", ""),
        refusedLength("TUS-61 negative", "-1"),
        refusedLength("TUS-61 signed", "+5"),
        refusedLength("TUS-61 fraction", "1.5"),
        refusedLength("TUS-61 hexadecimal", "0x5"),
        refusedLength("TUS-61 2^63", "9223372036854775808"),
        new Refused(
            "TUS-61 two values",
            fields("Upload-Length", "5", "Upload-Length", "6"),
            "",
            400,
            "ERR_INVALID_UPLOAD_LENGTH"),
        new Refused(
            "TUS-62 both lengths",
            fields("Upload-Length", "5", "Upload-Defer-Length", "1"),
            "",
            400,
            "ERR_AMBIGUOUS_UPLOAD_LENGTH"),
        new Refused(
            "TUS-83 deferred otherwise",
            fields("Upload-Defer-Length", "2"),
            "",
            400,
            "ERR_INVALID_UPLOAD_LENGTH_DEFER"),
        new Refused(
            "TUS-63 larger than the limit",
            fields("Upload-Length", "1001"),
            "",
            413,
            "ERR_MAX_SIZE_EXCEEDED"),
        new Refused(
            "TUS-66 bytes of another type",
            fields("Upload-Length", "5", "Content-Type", "video/mp4"),
            "01234",
            415,
            "ERR_INVALID_CONTENT_TYPE"),
        new Refused(
            "TUS-66 bytes of no type",
            fields("Upload-Length", "5"),
            "01234",
            415,
            "ERR_INVALID_CONTENT_TYPE"),
        new Refused(
            "TUS-75 more bytes than length",
            fields("Upload-Length", "4", "Content-Type", BYTES),
            "01234",
            413,
            "ERR_MAX_SIZE_EXCEEDED"),
        metadata("TUS-222 not base64", "filename !!!", 400),
        metadata("TUS-223 key twice", "a YQ==,a Yg==", 400),
        metadata("TUS-225 key not ASCII", "\u00e4 YQ==", 400),
        metadata("TUS-226 a long key", "a".repeat(129) + " YQ==", 431),
        metadata("TUS-226 a long value", "a " + base64(new byte[8193]), 431),
        metadata("TUS-226 many pairs", pairs(65), 431),
        metadata("TUS-226 a long header", ",".repeat((16 << 10) + 1), 431),
        new Refused(
            "TUS-75 more bytes than the limit",
            fields("Upload-Defer-Length", "1", "Content-Type", BYTES),
            "0".repeat(1001),
            413,
            "ERR_MAX_SIZE_EXCEEDED"));
  }

  private static String base64(byte[] value) {
    return Base64.getEncoder().encodeToString(value);
  }

  private static String pairs(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i + " YQ").collect(joining(","));
  }

  private static Refused refusedLength(String name, String length) {
    return new Refused(name, fields("Upload-Length", length), "", 400, "ERR_INVALID_UPLOAD_LENGTH");
  }

  private static Refused metadata(String name, String value, int status) {
    return new Refused(
        name,
        fields("Upload-Length", "5", "Upload-Metadata", value),
        "",
        status,
        "ERR_INVALID_METADATA");
  }

  private static Headers fields(String... namesAndValues) {
    return Headers.of(namesAndValues).with("Tus-Resumable", "1.0.0");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatIsWrong(Refused row) {
    RequestUpload.Given given = house.ticket();

    Response answer =
        client.send(client.post(given).headers(row.headers).body(TusClient.bytes(row.body)));

    assertThat(answer.status()).isEqualTo(row.status);
    assertThat(text(answer)).startsWith(row.code + ": ").endsWith("\n"); // TUS-53
    assertThat(header(answer, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0"); // TUS-15
    assertThat(house.upload(given.upload().id()).state()).isEqualTo(Upload.State.TICKETED);
  }

  @Test
  @DisplayName("TUS-222, TUS-223, TUS-226: the most that is taken, URL-safe, unpadded, and twice")
  void metadataAtItsLimits() {
    String said =
        "%s,token %s,%s YQ,url _-8,k0 YQ=="
            .formatted(pairs(61), base64(new byte[8 << 10]), "l".repeat(128));

    Response answer =
        client.send(
            client
                .post(house.ticket())
                .header("Upload-Length", "5")
                .header("Upload-Metadata", said));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(client.at(answer).metadata()).isEqualTo(said);
  }

  @Test
  @DisplayName("TUS-63: the limit is told with the refusal")
  void tooLarge_tellsTheLimit() {
    Response answer = client.send(client.post(house.ticket()).header("Upload-Length", "1001"));

    assertThat(header(answer, "Tus-Max-Size")).isEqualTo("1000");
  }

  @Test
  @DisplayName("TUS-60, TUS-92, TUS-190: a creation without bytes")
  void creates() {
    RequestUpload.Given given = house.ticket();

    Response answer =
        client.send(
            client
                .post(given)
                .origin(new Origin("https", "video.example", "/media"))
                .header("Upload-Length", "5")
                .header("Upload-Key", "unknown"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Location"))
        .isEqualTo("https://video.example/media/files/" + given.upload().id());
    assertThat(header(answer, "Upload-Offset")).isEqualTo("0");
    assertThat(header(answer, "Upload-Expires")).isEqualTo("Thu, 08 Jan 2026 00:00:00 GMT");
    assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    assertThat(house.phaseOf(given.upload())).isEqualTo(new Phase.Receiving());
  }

  @Test
  @DisplayName("TUS-61: zeros in front and the same length twice do no harm")
  void lengthIsReadKindly() {
    Response answer =
        client.send(
            client
                .post(house.ticket())
                .header("Upload-Length", "005")
                .header("Upload-Length", "5"));

    assertThat(client.at(answer).length()).isEqualTo(5);
  }

  @Test
  @DisplayName("TUS-65: with an empty body any Content-Type will do, in chunks too")
  void emptyBody_anyContentType() {
    Request.Builder plain =
        client
            .post(house.ticket())
            .header("Upload-Length", "5")
            .header("Content-Type", "application/json");
    Request.Builder chunked =
        client
            .post(house.ticket())
            .header("Upload-Length", "5")
            .header("Content-Type", "application/json")
            .body(StagedBody.chunked().end());

    assertThat(List.of(client.send(plain).status(), client.send(chunked).status()))
        .containsOnly(201);
  }

  @Test
  @DisplayName("TUS-72: the first bytes come with the creation")
  void createsWithBytes() {
    Response answer =
        client.send(
            client
                .post(house.ticket())
                .header("Upload-Length", "5")
                .header("Content-Type", BYTES)
                .body(TusClient.bytes("012")));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Upload-Offset")).isEqualTo("3");
    assertThat(house.stored(client.at(answer))).isEqualTo("012");
  }

  @Test
  @DisplayName("TUS-73, TUS-93: all bytes come with the creation")
  void createsWithAllBytes() {
    Response answer =
        client.send(
            client
                .post(house.ticket())
                .header("Upload-Length", "5")
                .header("Content-Type", "Application/Offset+Octet-Stream; x=y")
                .body(StagedBody.chunked().give("01").give("234").end()));

    Upload upload = client.at(answer);
    assertThat(header(answer, "Upload-Offset")).isEqualTo("5");
    assertThat(header(answer, "Upload-Expires")).isEqualTo("none");
    assertThat(upload.state()).isEqualTo(Upload.State.FINISHED);
    assertHandedOnOnce(upload);
  }

  @Test
  @DisplayName("TUS-64, TUS-74, LP-62: an empty file is finished at once, and once")
  void emptyFile() {
    for (String type : List.of("none", BYTES)) {
      Response answer =
          client.send(
              client
                  .post(house.ticket())
                  .header("Upload-Length", "0")
                  .header("Content-Type", type));

      Upload upload = client.at(answer);
      assertThat(answer.status()).isEqualTo(201);
      assertThat(upload.state()).isEqualTo(Upload.State.FINISHED);
      assertThat(house.stored(upload)).isEmpty();
      assertHandedOnOnce(upload);
    }
  }

  private void assertHandedOnOnce(Upload upload) {
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
    assertThat(house.work.asked())
        .containsOnlyOnce(new RecordingWork.Asked("inspect", upload.video()));
    assertThat(house.ports.events().kindsOf(upload.video()))
        .containsOnlyOnce(Event.Kind.TASK_UPDATED);
  }

  @Test
  @DisplayName("TUS-70: a file for which there is no room is refused at once")
  void noRoom() {
    house.blobs.room(4);

    Response answer = client.send(client.post(house.ticket()).header("Upload-Length", "5"));

    assertThat(answer.status()).isEqualTo(507);
    assertThat(text(answer)).startsWith("ERR_NO_SPACE: ");
  }

  @Test
  @DisplayName("TUS-81, TUS-186: the disk fills up after the creation; the address is told")
  void diskFillsUp() {
    RequestUpload.Given given = house.ticket();
    StagedBody body = StagedBody.chunked();
    house.blobs.room(1);
    Response answer =
        client.send(
            client
                .post(given)
                .header("Upload-Defer-Length", "1")
                .header("Content-Type", BYTES)
                .body(body.give("0123").end()));

    assertThat(answer.status()).isEqualTo(507);
    Upload upload = client.at(answer);
    assertThat(upload.offset()).isEqualTo(1);

    house.blobs.repair();
    assertThat(client.send(client.patch(upload, 1, "123")).status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("0123");
  }

  @Test
  @DisplayName("TUS-81: the disk breaks after the creation; the address is told, and goes on")
  void diskBreaks() {
    RequestUpload.Given given = house.ticket();
    house.blobs.failWritesAfter(0);
    Response answer =
        client.send(
            client
                .post(given)
                .header("Upload-Length", "4")
                .header("Content-Type", BYTES)
                .body(TusClient.bytes("0123")));

    assertThat(answer.status()).isEqualTo(500);
    Upload upload = client.at(answer);
    house.blobs.repair();
    assertThat(client.send(client.patch(upload, 0, "0123")).status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("0123");
  }

  @Test
  @DisplayName("MD-10, TUS-81: what is no media is refused by its first bytes")
  void refusedByFirstBytes() {
    RequestUpload.Given given = house.ticket();

    Response answer =
        client.send(
            client
                .post(given)
                .header("Upload-Length", "500")
                .header("Content-Type", BYTES)
                .body(StagedBody.declaring(500).give("text, no video")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer))
        .isEqualTo("ERR_UPLOAD_REJECTED: " + IngestHouse.NOT_MEDIA.sentence() + "\n");
    assertThat(header(answer, "Location")).isEqualTo("none");
    assertThat(house.phaseOf(given.upload())).isEqualTo(new Phase.Failed(IngestHouse.NOT_MEDIA));
    assertThat(house.stored(given.upload())).isEqualTo("nothing");
    assertThat(client.send(client.head(given.upload())).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("LP-39: encrypted bytes are not looked at")
  void encryptedIsNotLookedAt() {
    Wishes encrypted = new Wishes(null, null, null, false, false, null, "a2V5", null);

    Response answer =
        client.send(
            client
                .post(house.ticket(encrypted))
                .header("Upload-Length", "9")
                .header("Content-Type", BYTES)
                .body(TusClient.bytes("textual..")));

    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  @DisplayName("TUS-16: without a version nothing is done and no byte is read")
  void noVersion() {
    for (String version : List.of("0.2.2", "1.0", "1.0.0, 1.0.0")) {
      StagedBody body = StagedBody.declaring(5);
      RequestUpload.Given given = house.ticket();
      Response answer =
          client.send(
              client
                  .post(given)
                  .headers(
                      Headers.of("Tus-Resumable", version, "Upload-Length", "5")
                          .with("Content-Type", BYTES))
                  .body(body));

      assertThat(answer.status()).isEqualTo(412);
      assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
      assertThat(body.wasAsked()).isFalse();
    }
  }

  @Test
  @DisplayName("a wrong or missing ticket creates nothing")
  void wrongTicket() {
    Response missing = client.send(client.to("POST", "/files/").header("Upload-Length", "5"));
    Response wrong = client.send(client.to("POST", "/files?ticket=x").header("Upload-Length", "5"));

    assertThat(List.of(missing.status(), wrong.status())).containsExactly(401, 403);
    assertThat(text(missing)).startsWith("ERR_UPLOAD_REJECTED: ");
  }

  @Test
  @DisplayName("TUS-82, TUS-78: the length may come later")
  void deferredLength() {
    Response answer =
        client.send(
            client
                .post(house.ticket())
                .header("Upload-Defer-Length", "1")
                .header("Content-Type", BYTES)
                .body(TusClient.bytes("012")));

    assertThat(answer.status()).isEqualTo(201);
    Response head = client.send(client.head(client.at(answer)));
    assertThat(header(head, "Upload-Defer-Length")).isEqualTo("1");
    assertThat(header(head, "Upload-Length")).isEqualTo("none");
    assertThat(header(head, "Upload-Offset")).isEqualTo("3");
  }

  @Test
  @DisplayName("TUS-293: the same ticket starts over at the same address")
  void startsOver() {
    RequestUpload.Given given = house.ticket();
    Response first = client.send(client.post(given).header("Upload-Length", "5"));
    client.send(client.patch(client.at(first), 0, "012"));

    Response second = client.send(client.post(given).header("Upload-Length", "4"));

    assertThat(header(second, "Location")).isEqualTo(header(first, "Location"));
    assertThat(header(second, "Upload-Offset")).isEqualTo("0");
    client.send(client.patch(client.at(second), 0, "abcd"));
    assertThat(house.stored(client.at(second))).isEqualTo("abcd");
    assertThat(client.at(second).state()).isEqualTo(Upload.State.FINISHED);
  }
}
