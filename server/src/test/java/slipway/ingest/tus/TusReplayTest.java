package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.event.Event;
import slipway.core.upload.Upload;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.Writers;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** What clients that cannot run here would send. */
final class TusReplayTest {
  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  @BeforeEach
  void account() {
    house.account(1, "anna");
  }

  private Request.Builder creation() {
    return client.to("POST", "/files/").header("Authorization", "Bearer anna");
  }

  @Test
  @DisplayName("TUS-306: a TUSKit session, with a PATCH that the background session repeats")
  void tusKit() {
    Response created =
        client.send(
            creation()
                .header("Upload-Extension", "creation")
                .header("Upload-Length", "6")
                .header("Upload-Metadata", "filename YQ=="));
    assertThat(created.status()).isEqualTo(201);
    Upload upload = client.at(created);
    Response fresh = client.send(client.head(upload));
    assertThat(header(fresh, "Upload-Offset")).isEqualTo("0");
    assertThat(header(fresh, "Upload-Length")).isEqualTo("6");

    assertThat(client.send(client.patch(upload, 0, "012")).status()).isEqualTo(204);
    Response repeated = client.send(client.patch(upload, 0, "012"));
    assertThat(repeated.status()).isEqualTo(409);
    assertThat(header(repeated, "Upload-Offset")).isEqualTo("3");
    assertThat(header(client.send(client.head(upload)), "Upload-Offset")).isEqualTo("3");
    Response last = client.send(client.patch(upload, 3, "345"));
    assertThat(last.status()).isEqualTo(204);
    assertThat(header(last, "Upload-Offset")).isEqualTo("6");
    assertThat(house.stored(upload)).isEqualTo("012345");
    assertThat(header(client.send(client.to("OPTIONS", "/files/")), "Tus-Extension"))
        .doesNotContain(" ");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 6, 8})
  @DisplayName("TUS-258: a URLSession upload cut at half goes on without sending a byte again")
  void urlSession(int version) {
    boolean inverted = version == 3;
    Request.Builder create =
        Request.to("POST", "/files/")
            .header("Authorization", "Bearer anna")
            .header("Upload-Draft-Interop-Version", Integer.toString(version))
            .header(inverted ? "Upload-Incomplete" : "Upload-Complete", inverted ? "?0" : "?1")
            .informer((_, interim) -> interim.first("Location").ifPresent(told -> location = told))
            .body(StagedBody.declaring(8).give("0123").breakOff(new BodyException.ClientGone()));
    assertThatThrownBy(() -> client.send(create)).isInstanceOf(Hangup.class);
    String path = location.substring("http://localhost".length());

    Response head =
        client.send(
            Request.to("HEAD", path)
                .header("Upload-Draft-Interop-Version", Integer.toString(version)));
    assertThat(header(head, "Upload-Offset")).isEqualTo("4");
    assertThat(header(head, inverted ? "Upload-Incomplete" : "Upload-Complete"))
        .isEqualTo(inverted ? "?1" : "?0");
    Request.Builder rest =
        Request.to("PATCH", path)
            .header("Upload-Draft-Interop-Version", Integer.toString(version))
            .header("Upload-Offset", "4")
            .header(inverted ? "Upload-Incomplete" : "Upload-Complete", inverted ? "?0" : "?1")
            .body(TusClient.bytes("4567"));
    if (version >= 6) {
      rest.header("Content-Type", "application/partial-upload");
    }
    assertThat(client.send(rest).status()).isEqualTo(204);
    assertThat(house.stored(house.upload(path.substring("/files/".length()))))
        .isEqualTo("01234567");
  }

  private String location = "";

  @Test
  @DisplayName("TUS-02: an unknown interop version beside Tus-Resumable is tus")
  void unknownVersionBesideTus() {
    Response answer =
        client.send(
            creation()
                .header("Upload-Length", "5")
                .header("Upload-Draft-Interop-Version", "9")
                .header("Upload-Complete", "?0"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(header(answer, "Upload-Draft-Interop-Version")).isEqualTo("none");
    assertThat(header(answer, "Upload-Complete")).isEqualTo("none");
  }

  @Test
  @DisplayName("TUS-10: a query on the address of an upload is passed over")
  void query() {
    Upload upload = client.startedWith(5, "01");
    Response answer = client.send(client.to("HEAD", client.address(upload) + "?token=x&y"));

    assertThat(header(answer, "Upload-Offset")).isEqualTo("2");
  }

  @Test
  @DisplayName("TUS-76: the line breaks in a creation's body; a repetition finds what came")
  void creationBreaks() {
    Request.Builder broken =
        creation()
            .header("Upload-Length", "5")
            .header("Idempotency-Key", "once")
            .header("Content-Type", TusClient.BYTES)
            .body(StagedBody.declaring(5).give("012").breakOff(new BodyException.ClientGone()));
    assertThatThrownBy(() -> client.send(broken)).isInstanceOf(Hangup.class);

    Response again =
        client.send(creation().header("Upload-Length", "5").header("Idempotency-Key", "once"));
    assertThat(again.status()).isEqualTo(201);
    assertThat(header(again, "Upload-Offset")).isEqualTo("3");
    assertThat(house.stored(client.at(again))).isEqualTo("012");
  }

  @Test
  @DisplayName("TUS-79: a creation's body in chunks, without a length")
  void creationInChunks() {
    Response answer =
        client.send(
            creation()
                .header("Upload-Length", "5")
                .header("Content-Type", TusClient.BYTES)
                .body(StagedBody.chunked().give("01").give("2").end()));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Upload-Offset")).isEqualTo("3");
  }

  @Test
  @DisplayName("TUS-101: both dialects tell the same time")
  void sameTime() {
    Upload upload = client.startedWith(5, "01");
    Response tus = client.send(client.head(upload));
    Response ietf =
        client.send(
            Request.to("HEAD", client.address(upload)).header("Upload-Draft-Interop-Version", "8"));

    long seconds = house.settings.keepUnfinished().toSeconds();
    assertThat(header(ietf, "Upload-Limit")).endsWith("max-age=" + seconds);
    assertThat(header(tus, "Upload-Expires"))
        .isEqualTo(TusHeaders.date(house.clock.instant().plusSeconds(seconds)));
  }

  @Test
  @DisplayName("TUS-157: what a displaced line still brings is not written")
  void lateBytes() throws Exception {
    Upload upload = client.started(6);
    StagedBody stalled = StagedBody.declaring(6).give("01");
    Thread old = Thread.ofVirtual().start(() -> client.send(client.patch(upload, 0, stalled)));
    stalled.awaitReader();
    assertThat(header(client.send(client.head(upload)), "Upload-Offset")).isEqualTo("2");
    assertThat(client.send(client.patch(upload, 2, "23")).status()).isEqualTo(204);
    stalled.give("XXXX").end();
    old.join();

    assertThat(house.stored(upload)).isEqualTo("0123");
    assertThat(client.send(client.patch(upload, 4, "45")).status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("012345");
  }

  @Test
  @DisplayName("TUS-164: a finished upload is looked at whoever holds its place")
  void finishedIsNotWaitedFor() {
    Upload upload = client.startedWith(5, "01234");
    try (Writers.Seat _ =
        house.writers.take(
            upload.id(),
            () -> {
              throw new AssertionError("asked to leave");
            })) {
      assertThat(header(client.send(client.head(upload)), "Upload-Offset")).isEqualTo("5");
    }
  }

  @Test
  @DisplayName("TUS-165, TUS-188: after the last byte nobody holds the upload, its work is queued")
  void workAfterTheEnd() {
    Upload upload = client.started(5);
    assertThat(client.send(client.patch(upload, 0, "01234")).status()).isEqualTo(204);

    assertThat(house.writers.active()).isZero();
    assertThat(header(client.send(client.head(upload)), "Upload-Offset")).isEqualTo("5");
    assertThat(house.stored(upload)).as("where it was written").isEqualTo("01234");
  }

  @Test
  @DisplayName("TUS-211: a content coding is not taken off")
  void contentCoding() {
    Upload upload = client.started(5);
    Response answer =
        client.send(client.patch(upload, 0, "01234").header("Content-Encoding", "gzip"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("01234");
  }

  @Test
  @DisplayName("TUS-228: what the client says its file is, is only a hint")
  void hints() {
    Response answer =
        client.send(
            creation()
                .header("Upload-Length", "5")
                // name: b, filename: a, filetype and type: text/html
                .header(
                    "Upload-Metadata",
                    "name Yg==,filename YQ==,filetype dGV4dC9odG1s,type dGV4dC9odG1s"));

    assertThat(answer.status()).isEqualTo(201);
    Upload upload = client.at(answer);
    assertThat(house.videoOf(upload).name()).isEqualTo("a");
    assertThat(client.send(client.patch(upload, 0, "01234")).status()).isEqualTo(204);
  }

  @Test
  @DisplayName("TUS-256: the video is looked at again before its upload is completed")
  void lookedAtAgain() {
    Upload upload = client.at(client.send(creation().header("Upload-Length", "5")));
    client.send(client.patch(upload, 0, "0123"));
    house.delete.delete(upload.video());

    assertThat(client.send(client.patch(upload, 4, "4")).status()).isEqualTo(404);
    assertThat(house.work.asked()).noneMatch(asked -> asked.what().equals("inspect"));
  }

  @Test
  @DisplayName("TUS-275, TUS-280: created is told once and before the answer, the end after it")
  void newsInOrder() {
    Upload upload = client.at(client.send(creation().header("Upload-Length", "5")));
    List<Event.Kind> before = kinds(upload);
    client.send(client.patch(upload, 0, "01"));
    client.send(client.patch(upload, 2, "234"));
    client.send(client.patch(upload, 5, ""));

    assertThat(before).containsOnlyOnce(Event.Kind.VIDEO_CREATED);
    assertThat(before).doesNotContain(Event.Kind.TASK_UPDATED);
    assertThat(kinds(upload).subList(0, before.size())).isEqualTo(before);
    assertThat(kinds(upload).subList(before.size(), kinds(upload).size()))
        .containsExactly(Event.Kind.TASK_UPDATED);
  }

  private List<Event.Kind> kinds(Upload upload) {
    return house.ports.events().kindsOf(upload.video());
  }

  @Test
  @DisplayName("TUS-284: the address is the only credential once an upload is there")
  void capability() {
    Upload upload = client.at(client.send(creation().header("Upload-Length", "5")));

    assertThat(client.send(client.head(upload)).status()).isEqualTo(200);
    assertThat(client.send(client.patch(upload, 0, "01")).status()).isEqualTo(204);
    assertThat(client.send(client.head(upload).header("Authorization", "Bearer expired")).status())
        .isEqualTo(200);
    assertThat(client.send(client.delete(upload)).status()).isEqualTo(204);
  }

  @Test
  @DisplayName("TUS-286: nothing of an upload is kept by others or told to them")
  void discreet() {
    Response created = client.send(creation().header("Upload-Length", "5"));
    Upload upload = client.at(created);
    for (Response answer :
        List.of(
            created,
            client.send(client.head(upload)),
            client.send(client.patch(upload, 0, "01")),
            client.send(client.patch(upload, 9, "01")),
            client.send(client.to("HEAD", "/files/nope")),
            client.send(client.to("OPTIONS", "/files/")),
            client.send(client.to("GET", "/files/nope")))) {
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
      assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
    }
    assertThat(text(client.send(client.to("PATCH", client.address(upload)))))
        .doesNotContain(upload.id());
  }

  @Test
  @DisplayName("TUS-148, TUS-149, TUS-151: listed pages with credentials, others without a word")
  void listedOrigins() {
    TusDoor door =
        TusDoor.files(
            house.take,
            house.authenticate,
            new TusBrowsers(List.of("https://App.example"), /* privateNetwork= */ true));
    TusClient listed = TusClient.at(house, door);
    Response allowed =
        listed.send(listed.to("HEAD", "/files/nope").header("Origin", "https://app.example"));
    Response other =
        listed.send(listed.to("HEAD", "/files/nope").header("Origin", "https://b.example"));
    Response preflight =
        listed.send(
            listed
                .to("OPTIONS", "/files/")
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Private-Network", "true"));

    assertThat(header(allowed, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    assertThat(header(allowed, "Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(other.status()).isEqualTo(404);
    assertThat(header(other, "Access-Control-Allow-Origin")).isEqualTo("none");
    assertThat(header(preflight, "Access-Control-Allow-Private-Network")).isEqualTo("true");
    Response any =
        client.send(
            client
                .to("OPTIONS", "/files/")
                .header("Origin", "https://b.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Private-Network", "true"));
    assertThat(header(any, "Access-Control-Allow-Origin")).isEqualTo("https://b.example");
    assertThat(header(any, "Access-Control-Allow-Credentials")).isEqualTo("none");
    assertThat(header(any, "Access-Control-Allow-Private-Network")).isEqualTo("none");
  }
}
