package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.BYTES;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.http.BodyException;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** {@code Upload-Checksum} and {@code Content-Digest}, in header and trailer fields. */
final class TusChecksumTest {
  /** SHA-1 of {@code 012}. */
  private static final String SHA1 = "sha1 xKLZm8KNI2CYoJUne36wcY1r4Gg=";

  /** SHA-1 of nothing. */
  private static final String OTHER = "sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk=";

  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Values from coreutils' and python's own implementations, of the three bytes 012.
        SHA1_VALUE,
        SHA256_VALUE,
        SHA512_VALUE,
        MD5_VALUE,
        CRC32_VALUE,
        CRC32C_VALUE
      })
  @DisplayName("TUS-102, TUS-110: each algorithm, and the offset moves")
  void matches(String checksum) {
    Upload upload = client.started(5);

    Response answer =
        client.send(client.patch(upload, 0, "012").header("Upload-Checksum", checksum));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(header(answer, "Upload-Offset")).isEqualTo("3");
    assertThat(house.stored(upload)).isEqualTo("012");
  }

  private static final String SHA1_VALUE = "SHA1 xKLZm8KNI2CYoJUne36wcY1r4Gg=";
  private static final String SHA256_VALUE = "sha256 v2qqq3wUPKEq5EjGn7crtM8bKRVLkIapJ6CpGuM0zfc=";
  private static final String SHA512_VALUE =
      "sha512 FwwkgIL9kHWuRwXhgvb28syv3EMckqH70JGNBwpWjn61/iwhm6oL/c1SudYN"
          + "CcFuT4J1vf1l83MOt+csmjMedQ==";
  private static final String MD5_VALUE = "md5 0kkPBI3Dt3pFfj5FCrTrOA==";
  private static final String CRC32_VALUE = "crc32 1aBqsA==";
  private static final String CRC32C_VALUE = "crc32c c7aWVg==";

  @Test
  @DisplayName("TUS-43, TUS-106: nobody goes on behind bytes whose checksum is still to come")
  void behindUncheckedBytes() throws Exception {
    Upload upload = client.started(8);
    StagedBody body = StagedBody.chunked().give("01");
    FutureTask<Response> first =
        new FutureTask<>(
            () -> client.send(client.patch(upload, 0, body).header("Upload-Checksum", SHA1)));
    Thread.ofVirtual().start(first);
    body.awaitReader();

    Response other = client.send(client.patch(upload, 2, "xx"));
    body.give("2").end();

    assertThat(other.status()).isEqualTo(409);
    assertThat(header(other, "Upload-Offset")).isEqualTo("0");
    assertThat(first.get().status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("012");
  }

  @Test
  @DisplayName(
      "TUS-103, REL-10: other bytes are dropped, the same request with the right ones goes on")
  void differs() {
    Upload upload = client.startedWith(8, "ab");

    Response answer = client.send(client.patch(upload, 2, "01X").header("Upload-Checksum", SHA1));

    assertThat(answer.status()).isEqualTo(460);
    assertThat(answer.reason()).isEqualTo("Checksum Mismatch");
    assertThat(text(answer)).startsWith("ERR_CHECKSUM_MISMATCH: ");
    assertThat(header(client.send(client.head(upload)), "Upload-Offset")).isEqualTo("2");
    client.send(client.patch(upload, 2, "012").header("Upload-Checksum", SHA1));
    client.send(client.patch(upload, 5, "cde"));
    assertThat(house.stored(upload)).isEqualTo("ab012cde");
    // The hash that runs along has not seen what was dropped.
    assertThat(house.videoOf(upload).content())
        .isEqualTo(
            new Content(8, "1696fbc57b475bd1cf33d4b9ad85a07d253a8f18be3a72e8444a15c6648f0082"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {SHA1_VALUE, SHA256_VALUE, SHA512_VALUE, MD5_VALUE, CRC32_VALUE, CRC32C_VALUE})
  @DisplayName("REL-10: whatever the algorithm, bytes that differ in one bit are dropped")
  void eachAlgorithmDiffers(String checksum) {
    Upload upload = client.startedWith(8, "ab");

    Response answer =
        client.send(client.patch(upload, 2, "013").header("Upload-Checksum", checksum));

    assertThat(answer.status()).isEqualTo(460);
    assertThat(header(client.send(client.head(upload)), "Upload-Offset")).isEqualTo("2");
    Response right =
        client.send(client.patch(upload, 2, "012").header("Upload-Checksum", checksum));
    assertThat(right.status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("ab012");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha3 xKLZm8KNI2CYoJUne36wcY1r4Gg=",
        "sha1",
        "sha1 ###",
        "sha1 AAAA",
        "sha1  xKLZm8KNI2CYoJUne36wcY1r4Gg=",
        ""
      })
  @DisplayName("TUS-104, TUS-105, REL-10: what is no checksum is refused before a byte is read")
  void malformed(String checksum) {
    Upload upload = client.started(5);
    StagedBody body = StagedBody.declaring(3).give("012").end();

    Response answer =
        client.send(client.patch(upload, 0, body).header("Upload-Checksum", checksum));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).startsWith("ERR_INVALID_CHECKSUM: ");
    assertThat(body.wasAsked()).isFalse();
  }

  @Test
  @DisplayName("TUS-105: a repeated header")
  void repeated() {
    Response answer =
        client.send(
            client
                .patch(client.started(5), 0, "012")
                .header("Upload-Checksum", SHA1)
                .header("Upload-Checksum", SHA1));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  @DisplayName("TUS-106, TUS-107: what is cut short counts for nothing, and HEAD shows so")
  void cutShort() throws Exception {
    Upload upload = client.startedWith(5, "ab");
    StagedBody body = StagedBody.declaring(3);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> client.send(client.patch(upload, 2, body).header("Upload-Checksum", SHA1)));
    body.give("01").awaitReader();

    assertThat(house.upload(upload.id()).offset()).isEqualTo(2);
    assertThat(header(client.send(client.head(upload)), "Upload-Offset")).isEqualTo("2");
    writer.join();
    StagedBody gone = StagedBody.declaring(3).give("01").breakOff(new BodyException.IdleTimeout());
    Response answer = client.send(client.patch(upload, 2, gone).header("Upload-Checksum", SHA1));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(house.upload(upload.id()).offset()).isEqualTo(2);
  }

  @Test
  @DisplayName("TUS-48, TUS-107: more bytes than fit cannot be checked, so none are kept")
  void surplus() {
    Upload upload = client.started(2);
    StagedBody body = StagedBody.chunked().give("012").end();

    Response answer = client.send(client.patch(upload, 0, body).header("Upload-Checksum", SHA1));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(house.upload(upload.id()).offset()).isZero();
  }

  @Test
  @DisplayName("TUS-108: a creation with other bytes creates nothing; a right one does")
  void creation() {
    RequestUpload.Given given = house.ticket();
    Response wrong = client.send(creation(given, "01X"));

    assertThat(wrong.status()).isEqualTo(460);
    assertThat(header(wrong, "Location")).isEqualTo("none");
    assertThat(house.upload(given.upload().id()).state()).isEqualTo(Upload.State.TICKETED);
    assertThat(house.stored(given.upload())).isEqualTo("nothing");

    Response right = client.send(creation(given, "012"));

    assertThat(right.status()).isEqualTo(201);
    assertThat(client.at(right).state()).isEqualTo(Upload.State.FINISHED);
  }

  private Request.Builder creation(RequestUpload.Given given, String bytes) {
    return client
        .post(given)
        .header("Upload-Length", "3")
        .header("Content-Type", BYTES)
        .header("Upload-Checksum", SHA1)
        .body(TusClient.bytes(bytes));
  }

  @Test
  @DisplayName("TUS-109: the digest of nothing")
  void nothing() {
    Response answer =
        client.send(client.patch(client.started(5), 0, "").header("Upload-Checksum", OTHER));

    assertThat(answer.status()).isEqualTo(204);
  }

  @Test
  @DisplayName("TUS-111, TUS-113: in the trailer, when it was announced")
  void trailer() {
    Upload upload = client.started(9);

    assertThat(trailed(upload, 0, SHA1, "Upload-Checksum").status()).isEqualTo(204);
    assertThat(trailed(upload, 3, OTHER, "Upload-Checksum").status()).isEqualTo(460);
    assertThat(trailed(upload, 3, OTHER, "Expires").status()).isEqualTo(204);
  }

  private Response trailed(Upload upload, long offset, String checksum, String announced) {
    StagedBody body = StagedBody.chunked().give("012").end(Headers.of("Upload-Checksum", checksum));
    return client.send(client.patch(upload, offset, body).header("Trailer", announced));
  }

  @Test
  @DisplayName("TUS-112: announced and absent, or another one than the header's")
  void trailerMissingOrOther() {
    Upload upload = client.started(5);
    StagedBody absent = StagedBody.chunked().give("012").end();
    StagedBody other =
        StagedBody.chunked().give("012").end(Headers.of("Upload-Checksum", MD5_VALUE));

    List<Response> answers =
        List.of(
            client.send(client.patch(upload, 0, absent).header("Trailer", "upload-checksum")),
            client.send(
                client
                    .patch(upload, 0, other)
                    .header("Trailer", "Upload-Checksum")
                    .header("Upload-Checksum", SHA1)));

    assertThat(answers).extracting(Response::status).containsOnly(400);
    assertThat(house.upload(upload.id()).offset()).isZero();
  }

  @Test
  @DisplayName("TUS-114: Content-Digest, of which unknown algorithms do not count")
  void contentDigest() {
    Upload upload = client.started(9);
    String sha = SHA1.substring("sha1 ".length());

    assertThat(digested(upload, 0, "unixsum=:AAAA:, sha=:" + sha + ":;p=1").status())
        .isEqualTo(204);
    assertThat(digested(upload, 3, "sha=:" + OTHER.substring("sha1 ".length()) + ":").status())
        .isEqualTo(460);
    assertThat(digested(upload, 3, "sha=" + sha).status()).isEqualTo(400);
    assertThat(house.upload(upload.id()).offset()).isEqualTo(3);
  }

  private Response digested(Upload upload, long offset, String digest) {
    return client.send(client.patch(upload, offset, "012").header("Content-Digest", digest));
  }
}
