package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.header;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** {@code DELETE}: giving an upload up. */
final class TusDeleteTest {
  private static final Executor EACH_ITS_THREAD = Executors.newVirtualThreadPerTaskExecutor();

  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  @Test
  @DisplayName("TUS-116, TUS-117, LP-69: an unfinished one is gone, the ticket is as new")
  void unfinished() {
    RequestUpload.Given given = house.ticket();
    Upload upload = client.at(client.send(client.post(given).header("Upload-Length", "5")));
    client.send(client.patch(upload, 0, "012"));

    Response answer = client.send(client.delete(upload));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(house.stored(upload)).isEqualTo("nothing");
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.AwaitingBytes());
    assertThat(
            List.of(
                client.send(client.head(upload)).status(),
                client.send(client.patch(upload, 3, "34")).status(),
                client.send(client.delete(upload)).status()))
        .containsOnly(404);

    client.send(client.post(given).header("Upload-Length", "2"));
    client.send(client.patch(upload, 0, "ab"));
    assertThat(house.stored(upload)).isEqualTo("ab");
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("TUS-118: unknown")
  void unknown() {
    assertThat(client.send(client.to("DELETE", "/files/0123456789abcdef")).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("TUS-16: without a version nothing is given up")
  void noVersion() {
    Upload upload = client.startedWith(5, "012");

    assertThat(client.send(Request.to("DELETE", client.address(upload))).status()).isEqualTo(412);
    assertThat(house.stored(upload)).isEqualTo("012");
  }

  @Test
  @DisplayName("TUS-120, LP-69: of a finished one only the upload goes, never the video")
  void finished() {
    Upload upload = client.startedWith(3, "012");

    Response answer = client.send(client.delete(upload));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(client.send(client.head(upload)).status()).isEqualTo(404);
    assertThat(house.stored(upload)).isEqualTo("012");
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("TUS-119: its writer has to go first, and none of its bytes comes back")
  void displacesWriter() throws Exception {
    Upload upload = client.started(5);
    StagedBody stalled = StagedBody.declaring(5).give("012");
    CompletableFuture<Response> writer =
        CompletableFuture.supplyAsync(
            () -> client.send(client.patch(upload, 0, stalled)), EACH_ITS_THREAD);
    stalled.awaitReader();

    assertThat(client.send(client.delete(upload)).status()).isEqualTo(204);

    assertThat(writer.get().status()).isEqualTo(423);
    assertThat(house.stored(upload)).isEqualTo("nothing");
    assertThat(house.upload(upload.id()).offset()).isZero();
  }
}
