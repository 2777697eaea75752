package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.http.Body;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Request;
import slipway.http.Response;
import slipway.storage.BlobKeys;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** {@code PATCH}s that do not come to their proper end, and what stays of them. */
final class TusBrokenPatchTest {
  private static final Executor EACH_ITS_THREAD = Executors.newVirtualThreadPerTaskExecutor();

  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  @Test
  @DisplayName("TUS-170, TUS-172, REL-04: the client goes away; what came is kept, nobody is told")
  void clientGone() {
    Upload upload = client.started(8);
    StagedBody body =
        StagedBody.declaring(8).give("01").give("2").breakOff(new BodyException.ClientGone());

    assertThatThrownBy(() -> client.send(client.patch(upload, 0, body))).isInstanceOf(Hangup.class);

    assertThat(house.upload(upload.id()).offset()).isEqualTo(3);
    house.blobs.losePower();
    assertThat(house.stored(upload)).isEqualTo("012"); // TUS-179
  }

  @Test
  @DisplayName("TUS-173, TUS-55: no byte comes for too long")
  void stalls() {
    Upload upload = client.started(8);
    StagedBody body = StagedBody.declaring(8).give("012").breakOff(new BodyException.IdleTimeout());

    Response answer = client.send(client.patch(upload, 0, body));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(text(answer)).startsWith("ERR_READ_TIMEOUT: ");
    assertThat(header(answer, "Connection")).isEqualTo("close");
    assertThat(house.upload(upload.id()).offset()).isEqualTo(3);
  }

  @Test
  @DisplayName("TUS-176, REL-22: the server stops; what came is kept")
  void serverStops() {
    Upload upload = client.started(8);
    StagedBody body =
        StagedBody.declaring(8).give("012").breakOff(new BodyException.ServerStopping());

    Response answer = client.send(client.patch(upload, 0, body));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(text(answer)).startsWith("ERR_SERVER_SHUTDOWN: ");
    assertThat(house.upload(upload.id()).offset()).isEqualTo(3);
  }

  @Test
  @DisplayName("TUS-186, REL-12: the disk is full; later it goes on from there")
  void diskFull() {
    Upload upload = client.started(8);
    house.blobs.room(3);

    Response full = client.send(client.patch(upload, 0, "01234567"));
    house.blobs.repair();
    Response head = client.send(client.head(upload));
    Response rest = client.send(client.patch(upload, 3, "34567"));

    assertThat(full.status()).isEqualTo(507);
    assertThat(text(full)).startsWith("ERR_NO_SPACE: ");
    assertThat(header(head, "Upload-Offset")).isEqualTo("3");
    assertThat(rest.status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("01234567");
    assertThat(house.videoOf(upload).phase()).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("TUS-187, REL-11: a write or a flush fails; nothing of it is acknowledged")
  void storageFails() {
    Upload upload = client.startedWith(8, "012");

    house.blobs.failForcesAfter(0);
    Response unforced = client.send(client.patch(upload, 3, "xxxxx"));
    house.blobs.repair();
    house.blobs.failWritesAfter(0);
    Response unwritten = client.send(client.patch(upload, 3, "xxxxx"));
    house.blobs.repair();

    assertThat(unforced.status()).isEqualTo(500);
    assertThat(unwritten.status()).isEqualTo(500);
    assertThat(text(unwritten)).doesNotContain("Input/output");
    assertThat(house.upload(upload.id()).offset()).isEqualTo(3);
    assertThat(client.send(client.patch(upload, 3, "34567")).status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("01234567");
  }

  @Test
  @DisplayName("TUS-182, REL-17: acknowledged bytes are gone; the upload does not go on")
  void bytesLost() {
    Upload upload = client.startedWith(8, "012");
    house.blobs.damage(BlobKeys.source(upload.video()), 2);

    Response answer = client.send(client.patch(upload, 3, "34567"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(client.send(client.head(upload)).status()).isEqualTo(404);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.AwaitingBytes());
  }

  @Test
  @DisplayName("TUS-16: who does not say the version takes nobody's place")
  void noVersion_doesNotDisplace() throws Exception {
    Upload upload = client.startedWith(8, "012");
    StagedBody slow = StagedBody.declaring(5).give("34");
    CompletableFuture<Response> writer = start(upload, 3, slow);
    slow.awaitReader();

    for (String method : List.of("HEAD", "PATCH", "DELETE")) {
      StagedBody body = StagedBody.declaring(5).give("xxxxx").end();
      Response refused =
          client.send(
              Request.to(method, client.address(upload))
                  .header("Content-Type", TusClient.BYTES)
                  .header("Upload-Offset", "3")
                  .body(body));
      assertThat(refused.status()).as(method).isEqualTo(412);
      assertThat(body.wasAsked()).as("%s is read", method).isFalse();
    }

    assertThat(writer).isNotDone();
    slow.give("567").end();
    assertThat(writer.get().status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("01234567");
  }

  @Test
  @DisplayName("TUS-43: an offset that cannot be right does not displace the writer")
  void wrongOffset_doesNotDisplace() throws Exception {
    Upload upload = client.startedWith(8, "012");
    StagedBody slow = StagedBody.declaring(5).give("34");
    CompletableFuture<Response> writer = start(upload, 3, slow);
    slow.awaitReader();

    Response lower = client.send(client.patch(upload, 2, "x"));
    Response higher = client.send(client.patch(upload, 6, "x"));

    assertThat(lower.status()).isEqualTo(409);
    assertThat(higher.status()).isEqualTo(409);
    assertThat(header(higher, "Upload-Offset")).isEqualTo("3");
    slow.give("567").end();
    assertThat(writer.get().status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("01234567");
  }

  @Test
  @DisplayName("TUS-153, TUS-155, TUS-158: a newer PATCH goes on where a stalled writer stands")
  void displaces() throws Exception {
    Upload upload = client.startedWith(8, "012");
    StagedBody stalled = StagedBody.declaring(5).give("34");
    CompletableFuture<Response> writer = start(upload, 3, stalled);
    stalled.awaitReader();

    Response next = client.send(client.patch(upload, 5, "567"));
    Response displaced = writer.get();

    assertThat(next.status()).isEqualTo(204);
    assertThat(displaced.status()).isEqualTo(423);
    assertThat(text(displaced)).startsWith("ERR_UPLOAD_INTERRUPTED: ");
    assertThat(header(displaced, "Connection")).isEqualTo("close");
    assertThat(house.stored(upload)).isEqualTo("01234567");
  }

  @Test
  @DisplayName("REL-07, TUS-41: who comes second to an offset does not stop who has passed it")
  void second_doesNotDisplace() throws Exception {
    Upload upload = client.startedWith(8, "012");
    StagedBody first = StagedBody.declaring(5).give("34");
    CompletableFuture<Response> writer = start(upload, 3, first);
    first.awaitReader();

    Response second = client.send(client.patch(upload, 3, "xxxxx"));

    assertThat(second.status()).isEqualTo(423);
    assertThat(text(second)).startsWith("ERR_UPLOAD_LOCKED: ");
    assertThat(header(second, "Retry-After")).isEqualTo("5");
    assertThat(header(second, "Upload-Offset")).isEqualTo("none");
    first.give("567").end();
    assertThat(writer.get().status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("01234567");
  }

  private CompletableFuture<Response> start(Upload upload, long offset, Body body) {
    return CompletableFuture.supplyAsync(
        () -> client.send(client.patch(upload, offset, body)), EACH_ITS_THREAD);
  }

  @Test
  @DisplayName("the video was deleted while its bytes were on their way")
  void videoDeleted() {
    Upload upload = client.startedWith(8, "012");
    house.ports.videos().update(house.videoOf(upload).deleted(house.clock.instant()));

    assertThat(client.send(client.patch(upload, 3, "34567")).status()).isEqualTo(404);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Deleting());
  }
}
