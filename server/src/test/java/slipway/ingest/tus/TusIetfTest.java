package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;
import slipway.testing.StagedBody;

/** The IETF's dialect at the addresses of tus. */
final class TusIetfTest {
  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;
  private final IetfClient ietf = new IetfClient(client);

  @BeforeEach
  void account() {
    house.account(1, "anna");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 8})
  @DisplayName("TUS-01, TUS-230, TUS-231, TUS-235, TUS-240, TUS-242, TUS-257: the whole way")
  void wholeWay(int version) {
    Response created =
        client.send(
            ietf.create(version, false).header("Upload-Length", "5").body(TusClient.bytes("01")));

    assertThat(created.status()).isEqualTo(201);
    assertThat(IetfClient.complete(created, version)).isEqualTo("?0");
    assertThat(header(created, "Upload-Offset")).isEqualTo("2");
    assertThat(header(created, "Upload-Draft-Interop-Version"))
        .isEqualTo(Integer.toString(version));
    assertThat(header(created, "Tus-Resumable")).isEqualTo("none");
    assertThat(ietf.interim).hasSize(1);
    assertThat(ietf.interim.getFirst().first("Location")).contains(header(created, "Location"));
    assertThat(ietf.interim.getFirst().has("Upload-Limit")).isEqualTo(version >= 6);
    assertThat(ietf.interim.getFirst().first("Upload-Draft-Interop-Version"))
        .contains(Integer.toString(version));

    Upload upload = client.at(created);
    Response head = ietf.head(upload, version);
    assertThat(head.status()).isEqualTo(204);
    assertThat(header(head, "Upload-Offset")).isEqualTo("2");
    assertThat(header(head, "Upload-Length")).isEqualTo("5");
    assertThat(header(head, "Cache-Control")).isEqualTo("no-store");
    assertThat(IetfClient.complete(head, version)).isEqualTo("?0");

    Response more = client.send(ietf.append(upload, version, 2, false).body(TusClient.bytes("2")));
    assertThat(more.status()).isEqualTo(204);
    assertThat(IetfClient.complete(more, version)).isEqualTo("?0");
    Response last = client.send(ietf.append(upload, version, 3, true).body(TusClient.bytes("34")));

    assertThat(last.status()).isEqualTo(204);
    assertThat(IetfClient.complete(last, version)).isEqualTo("?1");
    assertThat(header(last, "Upload-Offset")).isEqualTo("5");
    assertThat(house.stored(upload)).isEqualTo("01234");
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
    assertThat(List.of(head, more, last))
        .extracting(answer -> header(answer, "Upload-Draft-Interop-Version"))
        .containsOnly(Integer.toString(version));
    // TUS-247: the last answer once more.
    assertThat(client.send(ietf.append(upload, version, 5, true)).status()).isEqualTo(204);
    Response beyond = client.send(ietf.append(upload, version, 5, true).body(TusClient.bytes("5")));
    assertThat(beyond.status()).isEqualTo(400);
    assertThat(text(beyond).contains("http-problem-types#completed-upload\""))
        .isEqualTo(version >= 6);
    assertThat(header(beyond, "Upload-Draft-Interop-Version")).isEqualTo(Integer.toString(version));
    assertThat(client.send(ietf.append(upload, version, 5, false)).status()).isEqualTo(400);
    assertThat(client.send(ietf.append(upload, version, 4, true)).status()).isEqualTo(400);
  }

  @Test
  @DisplayName("TUS-236, TUS-238: all in one request, also without a length")
  void atOnce() {
    Response known = client.send(ietf.create(8, true).body(TusClient.bytes("012")));
    Response unknown =
        client.send(ietf.create(8, true).body(StagedBody.chunked().give("01").give("2").end()));

    for (Response answer : List.of(known, unknown)) {
      assertThat(answer.status()).isEqualTo(201);
      assertThat(header(answer, "Upload-Complete")).isEqualTo("?1");
      assertThat(header(answer, "Upload-Length")).isEqualTo("3");
      assertThat(client.at(answer).state()).isEqualTo(Upload.State.FINISHED);
    }
  }

  @Test
  @DisplayName("TUS-03, TUS-04, TUS-234: without a known version all works, but no 104")
  void withoutVersion() {
    Response plain =
        client.send(ietf.create(0, false).header("Upload-Length", "3").body(TusClient.bytes("01")));
    Response odd = client.send(ietf.create(0, false).header("Upload-Draft-Interop-Version", "9"));

    assertThat(List.of(plain.status(), odd.status())).containsOnly(201);
    assertThat(header(odd, "Upload-Draft-Interop-Version")).isEqualTo("none");
    assertThat(ietf.interim).isEmpty();
    Upload upload = client.at(plain);
    assertThat(client.send(ietf.append(upload, 0, 2, true).body(TusClient.bytes("2"))).status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "9", "abc"})
  @DisplayName(
      "TUS-04: a version that nobody knows is this dialect, too, also without another word")
  void unknownVersion(String version) {
    Upload tus = client.started(3);
    Response head =
        client.send(
            Request.to("HEAD", client.address(tus))
                .header("Upload-Draft-Interop-Version", version));
    Response silent =
        client.send(
            Request.to("POST", "/files/")
                .header("Authorization", "Bearer anna")
                .header("Upload-Draft-Interop-Version", version));
    Response both =
        client.send(
            Request.to("HEAD", client.address(tus))
                .header("Upload-Draft-Interop-Version", version)
                .header("Tus-Resumable", "1.0.0"));

    assertThat(head.status()).isEqualTo(204);
    assertThat(header(head, "Upload-Complete")).isEqualTo("?0");
    assertThat(header(head, "Upload-Draft-Interop-Version")).isEqualTo("none");
    assertThat(silent.status()).as("it does not say whether it is complete").isEqualTo(400);
    assertThat(header(silent, "Tus-Version")).isEqualTo("none");
    assertThat(both.status()).as("TUS-02").isEqualTo(200);
    assertThat(header(both, "Tus-Resumable")).isEqualTo("1.0.0");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8})
  @DisplayName("TUS-257: refusals of every kind say the version, and so does what is offered")
  void versionOnEveryAnswer(int version) {
    Upload upload = client.started(3);
    String draft = Integer.toString(version);
    for (Request.Builder request :
        List.of(
            Request.to("OPTIONS", "/files/"),
            Request.to("HEAD", "/files/unknown"),
            Request.to("GET", client.address(upload)),
            Request.to("PUT", client.address(upload)),
            Request.to("DELETE", "/files/unknown"),
            Request.to("PATCH", client.address(upload)).header("Upload-Offset", "9"),
            Request.to("POST", "/files/").header("Upload-Complete", "?0"),
            Request.to("POST", "/files/a/b/c"))) {
      Response answer = client.send(request.header("Upload-Draft-Interop-Version", draft));

      assertThat(header(answer, "Upload-Draft-Interop-Version"))
          .as("%s", answer.status())
          .isEqualTo(draft);
    }
    assertThat(header(client.send(client.to("OPTIONS", "/files/")), "Upload-Draft-Interop-Version"))
        .isEqualTo("none");
  }

  @Test
  @DisplayName("TUS-05, TUS-06: silence means the dialect of the creation, or 412")
  void unmarked() {
    Upload begun = client.at(client.send(ietf.create(8, false)));
    Upload tus = client.started(5);

    assertThat(client.send(Request.to("HEAD", client.address(begun))).status()).isEqualTo(204);
    assertThat(client.send(Request.to("HEAD", client.address(tus))).status()).isEqualTo(412);
    assertThat(client.send(Request.to("POST", "/files/")).status()).isEqualTo(412);
    assertThat(client.send(Request.to("PATCH", client.address(begun))).status()).isEqualTo(412);
    assertThat(client.send(Request.to("DELETE", client.address(begun))).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 5, 6, 7, 8})
  @DisplayName("TUS-240, TUS-287, TUS-11: GET tells the offset from version 8 on, never bytes")
  void get(int version) {
    Upload upload =
        client.at(
            client.send(
                ietf.create(8, false).header("Upload-Length", "9").body(TusClient.bytes("012"))));
    Request.Builder request = Request.to("GET", client.address(upload));
    if (version > 0) {
      request.header("Upload-Draft-Interop-Version", Integer.toString(version));
    }
    Response answer = client.send(request);

    boolean known = version == 0 || version == 8;
    assertThat(answer.status()).isEqualTo(known ? 204 : 405);
    assertThat(header(answer, "Upload-Offset")).isEqualTo(known ? "3" : "none");
    assertThat(header(answer, "Allow")).isEqualTo(known ? "none" : "HEAD, PATCH, DELETE, OPTIONS");
    assertThat(text(answer)).doesNotContain("012");
  }

  @Test
  @DisplayName("TUS-05, TUS-31, TUS-249: what is not there is not found, whatever is not said")
  void unmarkedAndUnknown() {
    for (String method : List.of("HEAD", "GET", "DELETE")) {
      assertThat(client.send(Request.to(method, "/files/nope")).status()).isEqualTo(404);
    }
  }

  @Test
  @DisplayName("TUS-246, TUS-120: more behind the last byte voids the upload, not the video")
  void beyondTheEnd() {
    Upload upload =
        client.at(
            client.send(
                ietf.create(8, false).header("Upload-Length", "3").body(TusClient.bytes("012"))));

    Response more = client.send(ietf.append(upload, 8, 3, false).body(TusClient.bytes("3")));

    assertThat(more.status()).isEqualTo(400);
    assertThat(text(more)).contains("#inconsistent-upload-length\"");
    assertThat(header(more, "Upload-Complete")).isEqualTo("?0");
    assertThat(ietf.head(upload, 8).status()).isEqualTo(404);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
    assertThat(house.stored(upload)).isEqualTo("012");
  }

  @Test
  @DisplayName("TUS-07: begun in one dialect, gone on with in the other")
  void crossed() {
    Upload begun = client.at(client.send(ietf.create(8, false).header("Upload-Length", "5")));
    client.send(client.patch(begun, 0, "012"));
    client.send(ietf.append(begun, 8, 3, true).body(TusClient.bytes("34")));

    assertThat(house.stored(begun)).isEqualTo("01234");
    assertThat(house.upload(begun.id()).state()).isEqualTo(Upload.State.FINISHED);
  }

  @Test
  @DisplayName("TUS-245: a wrong offset, with the right one")
  void wrongOffset() {
    Upload upload =
        client.at(
            client.send(
                ietf.create(8, false).header("Upload-Length", "9").body(TusClient.bytes("012"))));

    Response answer = client.send(ietf.append(upload, 8, 2, false).body(TusClient.bytes("x")));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(answer, "Upload-Offset")).isEqualTo("3");
    assertThat(header(answer, "Upload-Complete")).isEqualTo("?0");
    assertThat(text(answer))
        .contains("http-problem-types#mismatching-upload-offset\"")
        .contains("\"expected-offset\":3,\"provided-offset\":2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "+2", "1.0", "", "1234567890123456", "x"})
  @DisplayName("TUS-244: an offset that is none")
  void badOffset(String offset) {
    Upload upload = client.at(client.send(ietf.create(8, false)));
    Response answer =
        client.send(
            Request.to("PATCH", client.address(upload))
                .header("Upload-Complete", "?0")
                .header("Upload-Offset", offset)
                .header("Content-Type", IetfClient.PARTIAL));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  @DisplayName("TUS-243, TUS-244, TUS-241: type and completeness are asked for, state is not")
  void asksForFields() {
    Upload upload = client.at(client.send(ietf.create(8, false)));
    Request.Builder noType =
        Request.to("PATCH", client.address(upload))
            .header("Upload-Offset", "0")
            .header("Upload-Complete", "?0");
    Request.Builder notSaid =
        Request.to("PATCH", client.address(upload))
            .header("Upload-Offset", "0")
            .header("Content-Type", IetfClient.PARTIAL);
    Request.Builder state =
        Request.to("HEAD", client.address(upload)).header("Upload-Complete", "?0");

    assertThat(client.send(noType).status()).isEqualTo(415);
    assertThat(client.send(notSaid).status()).isEqualTo(400);
    assertThat(client.send(state).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 5, 6, 7, 8})
  @DisplayName("TUS-241, TUS-243: no state in a question; any type where the draft knows none")
  void fieldsOfEachVersion(int version) {
    Upload upload = client.at(client.send(ietf.create(version, false)));
    for (String method : List.of("HEAD", "DELETE")) {
      for (String field : List.of("Upload-Offset", "Upload-Complete")) {
        Request.Builder stated =
            Request.to(method, client.address(upload))
                .header(field, field.equals("Upload-Offset") ? "0" : "?0");
        if (version > 0) {
          stated.header("Upload-Draft-Interop-Version", Integer.toString(version));
        }
        assertThat(client.send(stated).status()).as("%s with %s", method, field).isEqualTo(400);
      }
    }
    Request.Builder typed =
        IetfClient.spoken(Request.to("PATCH", client.address(upload)), version, false)
            .header("Upload-Offset", "0")
            .header("Content-Type", "video/mp4")
            .body(TusClient.bytes("012"));
    assertThat(client.send(typed).status()).isEqualTo(version == 0 || version >= 6 ? 415 : 204);
  }

  @Test
  @DisplayName("TUS-237: lengths that differ")
  void inconsistent() {
    Response atCreation =
        client.send(ietf.create(8, true).header("Upload-Length", "4").body(TusClient.bytes("012")));
    Upload upload = client.at(client.send(ietf.create(8, false).header("Upload-Length", "5")));
    Response later = client.send(ietf.append(upload, 8, 0, true).body(TusClient.bytes("012")));

    for (Response answer : List.of(atCreation, later)) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(text(answer)).contains("#inconsistent-upload-length\"");
      assertThat(header(answer, "Upload-Complete")).isEqualTo("?0");
    }
  }

  @Test
  @DisplayName("TUS-246: bytes beyond the length void the upload")
  void beyondLength() {
    Upload declared = client.at(client.send(ietf.create(8, false).header("Upload-Length", "2")));
    Upload chunked = client.at(client.send(ietf.create(8, false).header("Upload-Length", "2")));

    Response first = client.send(ietf.append(declared, 8, 0, false).body(TusClient.bytes("012")));
    Response second =
        client.send(ietf.append(chunked, 8, 0, false).body(StagedBody.chunked().give("012").end()));

    assertThat(List.of(first.status(), second.status())).containsOnly(400);
    assertThat(ietf.head(declared, 8).status()).isEqualTo(404);
    assertThat(ietf.head(chunked, 8).status()).isEqualTo(404);
    assertThat(house.work.asked()).extracting(RecordingWork.Asked::what).containsOnly("erase");
  }

  @Test
  @DisplayName("TUS-239: cut short, it is not complete, and goes on where it was")
  void cutShort() {
    StagedBody body = StagedBody.chunked().give("012").breakOff(new BodyException.IdleTimeout());
    client.send(ietf.create(8, true).body(body));
    Upload upload = client.at(Response.of(201).withHeaders(ietf.interim.getFirst()));

    Response head = ietf.head(upload, 8);
    assertThat(header(head, "Upload-Complete")).isEqualTo("?0");
    assertThat(header(head, "Upload-Offset")).isEqualTo("3");
    assertThat(header(head, "Upload-Length")).isEqualTo("none");
  }

  @Test
  @DisplayName("TUS-248: all bytes of a declared length are the end, whatever was said")
  void lengthReached() {
    Upload upload =
        client.at(
            client.send(
                ietf.create(5, false).header("Upload-Length", "3").body(TusClient.bytes("012"))));

    assertThat(header(ietf.head(upload, 5), "Upload-Complete")).isEqualTo("?1");
  }

  @Test
  @DisplayName("TUS-114: another digest")
  void digest() {
    Response answer =
        client.send(
            ietf.create(8, true)
                .header("Content-Digest", "md5=:AAAAAAAAAAAAAAAAAAAAAA==:")
                .body(TusClient.bytes("012")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(house.work.asked()).extracting(RecordingWork.Asked::what).containsOnly("erase");
  }

  @Test
  @DisplayName("TUS-253: the file's name from Content-Disposition")
  void name() {
    Upload extended =
        client.at(
            client.send(
                ietf.create(8, false)
                    .header(
                        "Content-Disposition",
                        "attachment; filename=\"x.mp4\"; filename*=UTF-8''%c3%a9t%C3%A9.mp4")));
    Upload quoted =
        client.at(
            client.send(
                ietf.create(8, false)
                    .header("Content-Disposition", "attachment; filename=\"a b.mp4\"")));

    Upload typed =
        client.at(
            client.send(
                ietf.create(8, false)
                    .header("Content-Type", "video/webm")
                    .header("Content-Disposition", "attachment; filename=c")));
    Upload partial =
        client.at(client.send(ietf.create(8, false).header("Content-Type", IetfClient.PARTIAL)));
    Upload asTus =
        client.at(
            client.send(
                ietf.create(8, false)
                    .header("Content-Type", IetfClient.PARTIAL)
                    .header("Upload-Metadata", "filename ZA==")));

    assertThat(typed.metadata()).isEqualTo("filename Yw==,filetype dmlkZW8vd2VibQ==");
    assertThat(partial.metadata()).isEmpty();
    assertThat(asTus.metadata()).isEqualTo("filename ZA==");
    assertThat(house.videoOf(asTus).name()).isEqualTo("d");
    assertThat(house.videoOf(extended).name()).isEqualTo("\u00e9t\u00e9.mp4");
    assertThat(house.videoOf(quoted).name()).isEqualTo("a b.mp4");
  }

  @Test
  @DisplayName("TUS-159, TUS-255: a displaced writer's connection is closed")
  void displaced() throws Exception {
    Upload upload = client.at(client.send(ietf.create(8, false).header("Upload-Length", "5")));
    StagedBody body = StagedBody.declaring(5).give("012");
    Throwable[] end = new Throwable[1];
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                client.send(ietf.append(upload, 8, 0, true).body(body));
              } catch (Hangup hangup) {
                end[0] = hangup;
              }
            });
    body.awaitReader();

    assertThat(header(ietf.head(upload, 8), "Upload-Offset")).isEqualTo("3");
    writer.join();
    assertThat(end[0]).isInstanceOf(Hangup.class);
  }

  @Test
  @DisplayName("TUS-249: given up")
  void delete() {
    Upload upload = client.at(client.send(ietf.create(8, false)));

    assertThat(
            client
                .send(
                    Request.to("DELETE", client.address(upload))
                        .header("Upload-Draft-Interop-Version", "8"))
                .status())
        .isEqualTo(204);
    assertThat(ietf.head(upload, 8).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("TUS-253, REL-53: a long name of a file is a name like any other")
  void longName() {
    String name = "a\\\"".repeat(2_000);
    TusMetadata said =
        IetfHeaders.metadata(
            Headers.of("Content-Disposition", "attachment; filename=\"" + name + "\""));

    assertThat(said.text("filename")).contains("a\"".repeat(2_000));
  }
}
