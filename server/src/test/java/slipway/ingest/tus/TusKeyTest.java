package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static slipway.ingest.tus.TusClient.BYTES;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.event.Event;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.ExpireUploads;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.SweepUploads;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** Creation with an API key at our own door: the video is born with its upload. */
final class TusKeyTest {
  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  @BeforeEach
  void accounts() {
    house.account(1, "anna");
    house.account(2, "berta");
  }

  private Request.Builder creation(String key, long length) {
    return client
        .to("POST", "/files/?token=secret")
        .header("Authorization", "Bearer " + key)
        .header("Upload-Length", Long.toString(length));
  }

  @Test
  @DisplayName("TUS-09, TUS-12, TUS-229: a video is born with the name of its file")
  void videoIsBorn() {
    String name = "\u0444\u0438\u043b\u044c\u043c \ud83c\udfac.mp4";
    String base64 = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));

    Response answer =
        client.send(creation("anna", 5).header("Upload-Metadata", "filename " + base64 + ",x"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Location"))
        .matches("http://localhost/files/[A-Za-z0-9_-]{22,64}")
        .doesNotContain("secret");
    Upload upload = client.at(answer);
    assertThat(house.videoOf(upload).name()).isEqualTo(name);
    assertThat(house.videoOf(upload).account()).isEqualTo(1);
    client.send(client.patch(upload, 0, "01234"));
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
    assertThat(header(client.send(client.head(upload)), "Upload-Metadata"))
        .isEqualTo("filename " + base64 + ",x");
  }

  @Test
  @DisplayName("TUS-227: control characters do not get into a name")
  void nameIsSafe() {
    // "a\r\nb"
    Response answer =
        client.send(creation("anna", 5).header("Upload-Metadata", "filename YQ0KYg=="));

    assertThat(house.videoOf(client.at(answer)).name()).isEqualTo("ab");
  }

  @Test
  @DisplayName("without a key, with a wrong one, or from a page it is not for: nothing is created")
  void refused() {
    Response none = client.send(client.to("POST", "/files/").header("Upload-Length", "5"));
    Response wrong = client.send(creation("nobody", 5));
    Response foreign = client.send(creation("anna", 5).header("Origin", "https://evil.example"));

    assertThat(List.of(none.status(), wrong.status(), foreign.status()))
        .containsExactly(401, 401, 403);
    assertThat(house.ports.uploads().countOpen(1)).isZero();
  }

  @Test
  @DisplayName("TUS-71, TUS-289: too many unfinished uploads, and only a creation is told so")
  void tooManyOpen() {
    Upload last = client.at(client.send(creation("anna", 5)));
    for (int i = 1; i < 20; i++) {
      last = client.at(client.send(creation("anna", 5)));
    }

    Response answer = client.send(creation("anna", 5));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(header(answer, "Retry-After")).isEqualTo("60");
    assertThat(client.send(creation("berta", 5)).status()).isEqualTo(201);
    assertThat(client.send(client.patch(last, 0, "01234")).status()).isEqualTo(204);
    assertThat(client.send(creation("anna", 5)).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("TUS-68: a repeated creation finds its upload, whatever has arrived")
  void repeated() {
    Upload upload =
        client.at(
            client.send(
                creation("anna", 5)
                    .header("Idempotency-Key", "k1")
                    .header("Content-Type", BYTES)
                    .body(TusClient.bytes("012"))));

    Response again = client.send(creation("anna", 5).header("Idempotency-Key", "k1"));
    Response other = client.send(creation("anna", 6).header("Idempotency-Key", "k1"));
    Response stranger = client.send(creation("berta", 5).header("Idempotency-Key", "k1"));

    assertThat(again.status()).isEqualTo(201);
    assertThat(client.at(again).id()).isEqualTo(upload.id());
    assertThat(header(again, "Upload-Offset")).isEqualTo("3");
    assertThat(other.status()).isEqualTo(422);
    assertThat(client.at(stranger).id()).isNotEqualTo(upload.id());

    house.clock.advance(Duration.ofHours(25));
    Response late = client.send(creation("anna", 5).header("Idempotency-Key", "k1"));
    assertThat(client.at(late).id()).isNotEqualTo(upload.id());
  }

  @Test
  @DisplayName("TUS-68: while the first is being handled, the second has to wait")
  void repeatedTooEarly() throws Exception {
    StagedBody body = StagedBody.declaring(5).give("01");
    Thread first =
        Thread.ofVirtual()
            .start(() ->
                client.send(
                    creation("anna", 5)
                        .header("Idempotency-Key", "k1")
                        .header("Content-Type", BYTES)
                        .body(body)));
    body.awaitReader();

    Response second = client.send(creation("anna", 5).header("Idempotency-Key", "k1"));

    assertThat(second.status()).isEqualTo(409);
    assertThat(header(second, "Retry-After")).isEqualTo("1");
    body.give("234").end();
    first.join();
    assertThat(client.send(creation("anna", 5).header("Idempotency-Key", "k1")).status())
        .isEqualTo(201);
  }

  @Test
  @DisplayName("TUS-69, TUS-95: whose address nobody asks for goes early; a HEAD is enough to stay")
  void neverTouched() {
    Upload lost = client.at(client.send(creation("anna", 5)));
    Response answer = client.send(creation("anna", 5));
    Upload asked = client.at(answer);
    assertThat(header(answer, "Upload-Expires")).isEqualTo("Thu, 01 Jan 2026 01:00:00 GMT");
    assertThat(header(client.send(client.head(asked)), "Upload-Expires"))
        .isEqualTo("Thu, 08 Jan 2026 00:00:00 GMT");

    house.clock.advance(Duration.ofMinutes(61));
    sweep();

    assertThat(client.send(client.head(lost)).status()).isEqualTo(404);
    assertThat(client.send(client.head(asked)).status()).isEqualTo(200);
  }

  @Test
  @DisplayName(
      "TUS-179, TUS-69: an upload that ran out a moment before its HEAD does not come back")
  void touchedTooLate() {
    Upload late = client.at(client.send(creation("anna", 5)));
    Upload swept = client.at(client.send(creation("anna", 5)));
    house.clock.advance(Duration.ofMinutes(61));

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> house.take.claim(late))
        .matches(e -> e.problem() instanceof Problem.UploadExpired);
    assertThat(sweep()).isEqualTo(2);
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> house.take.claim(swept));
    assertThat(house.upload(swept.id()).state()).isEqualTo(Upload.State.EXPIRED);
  }

  private int sweep() {
    var ports = house.ports;
    return new SweepUploads(
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
  @DisplayName("TUS-116: what is given up before its end takes the video along")
  void givenUp() {
    Upload upload = client.at(client.send(creation("anna", 5)));
    client.send(client.patch(upload, 0, "012"));

    assertThat(client.send(client.delete(upload)).status()).isEqualTo(204);

    assertThat(client.send(client.head(upload)).status()).isEqualTo(404);
    assertThat(house.videoOf(upload).isDeleted()).isTrue();
    assertThat(house.stored(upload)).isEqualTo("nothing");
    assertThat(house.ports.events().kindsOf(upload.video()))
        .containsOnlyOnce(Event.Kind.VIDEO_DELETED);
  }

  @Test
  @DisplayName(
      "TUS-282, TUS-279, TUS-54: a video deleted while its bytes come; the writer stops at once")
  void deletedWhileWriting() throws Exception {
    Upload upload = client.at(client.send(creation("anna", 5)));
    StagedBody body = StagedBody.declaring(5).give("012");
    Response[] answer = new Response[1];
    Thread writer =
        Thread.ofVirtual().start(() -> answer[0] = client.send(client.patch(upload, 0, body)));
    body.awaitReader();

    house.delete.delete(upload.video());
    writer.join();

    assertThat(answer[0].status()).isEqualTo(400);
    assertThat(text(answer[0])).startsWith("ERR_UPLOAD_STOPPED: ");
    // The erase job may have run already: nothing is left behind it.
    assertThat(house.stored(upload)).isEqualTo("nothing");
    assertThat(house.writers.active()).isZero();
  }

  @Test
  @DisplayName("TUS-282, TUS-81: the same while the first bytes come; then there is no address")
  void deletedWhileCreating() throws Exception {
    var given = house.ticket();
    StagedBody body = StagedBody.declaring(5).give("012");
    Request.Builder request =
        client.post(given).header("Upload-Length", "5").header("Content-Type", BYTES).body(body);
    Response[] answer = new Response[1];
    Thread writer = Thread.ofVirtual().start(() -> answer[0] = client.send(request));
    body.awaitReader();

    house.delete.delete(given.upload().video());
    writer.join();

    assertThat(answer[0].status()).isEqualTo(400);
    assertThat(text(answer[0])).startsWith("ERR_UPLOAD_STOPPED: ");
    assertThat(header(answer[0], "Location")).isEqualTo("none");
  }
}
