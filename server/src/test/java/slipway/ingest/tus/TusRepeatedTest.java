package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.BYTES;
import static slipway.ingest.tus.TusClient.header;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.Limits;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;

/** Up to when a creation that is made again is the one from before. */
final class TusRepeatedTest {
  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  @BeforeEach
  void account() {
    house.account(1, "anna");
  }

  private Request.Builder creation() {
    return client.to("POST", "/files/").header("Authorization", "Bearer anna");
  }

  private Response file() {
    return client.send(
        creation()
            .header("Idempotency-Key", "hash-of-the-file")
            .header("Upload-Length", "3")
            .header("Content-Type", BYTES)
            .body(TusClient.bytes("012")));
  }

  @Test
  @DisplayName(
      "TUS-137: a final whose video was deleted is no answer to the same one; it is made anew")
  void deletedWhole() {
    Upload part =
        client.at(
            client.send(
                creation()
                    .header("Upload-Concat", "partial")
                    .header("Upload-Length", "3")
                    .header("Content-Type", BYTES)
                    .body(TusClient.bytes("012"))));
    String concat = "final;/files/" + part.id();
    Upload before = client.at(client.send(creation().header("Upload-Concat", concat)));
    house.delete.delete(before.video());
    house.clock.advance(Duration.ofMinutes(1));

    Response again = client.send(creation().header("Upload-Concat", concat));

    assertThat(again.status()).isEqualTo(201);
    Upload anew = client.at(again);
    assertThat(anew.id()).isNotEqualTo(before.id());
    assertThat(house.phaseOf(anew)).isEqualTo(new Phase.Inspecting());
    assertThat(client.at(client.send(creation().header("Upload-Concat", concat))).id())
        .isEqualTo(anew.id());
  }

  @Test
  @DisplayName("TUS-68: nor is an upload whose video was deleted, in either dialect")
  void deletedFile() {
    Upload before = client.at(file());
    assertThat(client.at(file()).id()).isEqualTo(before.id());
    house.delete.delete(before.video());

    Response again = file();

    assertThat(again.status()).isEqualTo(201);
    assertThat(client.at(again).id()).isNotEqualTo(before.id());
    assertThat(house.phaseOf(client.at(again))).isEqualTo(new Phase.Inspecting());

    IetfClient ietf = new IetfClient(client);
    Upload first = client.at(client.send(ietfFile(ietf)));
    assertThat(client.at(client.send(ietfFile(ietf))).id()).isEqualTo(first.id());
    house.delete.delete(first.video());
    assertThat(client.at(client.send(ietfFile(ietf))).id()).isNotEqualTo(first.id());
  }

  private static Request.Builder ietfFile(IetfClient ietf) {
    return ietf.create(8, /* complete= */ true)
        .header("Idempotency-Key", "ietf")
        .header("Content-Type", IetfClient.PARTIAL)
        .body(TusClient.bytes("012"));
  }

  @Test
  @DisplayName("TUS-68: the day counts from the creation, and not from when its ticket was made")
  void oldTicket() {
    RequestUpload.Given given =
        house.ticket(Limits.none(), house.clock.instant().plus(Duration.ofDays(9)));
    house.clock.advance(Duration.ofDays(2));
    Response first = client.send(keyed(given));
    house.clock.advance(Duration.ofMinutes(1));

    Response again = client.send(keyed(given));

    assertThat(again.status()).isEqualTo(201);
    assertThat(header(again, "Location")).isEqualTo(header(first, "Location"));
    house.clock.advance(Duration.ofDays(1));
    assertThat(client.send(keyed(given)).status()).isEqualTo(422);
  }

  private Request.Builder keyed(RequestUpload.Given given) {
    return client
        .post(given)
        .header("Idempotency-Key", "once")
        .header("Upload-Length", "3")
        .header("Content-Type", BYTES)
        .body(TusClient.bytes("012"));
  }
}
