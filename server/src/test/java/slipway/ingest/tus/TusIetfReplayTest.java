package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.header;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.upload.Upload;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** Creations of the IETF's dialect whose answer got lost, and which are sent again with a key. */
final class TusIetfReplayTest {
  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;
  private final IetfClient ietf = new IetfClient(client);

  @BeforeEach
  void accounts() {
    house.account(1, "anna");
    house.account(2, "berta");
  }

  private Request.Builder keyed(boolean complete) {
    return ietf.create(8, complete).header("Idempotency-Key", "k1").header("Upload-Length", "5");
  }

  @Test
  @DisplayName("TUS-68: a repeated creation finds its upload, in the 104 and in the answer")
  void repeated() {
    Response first = client.send(keyed(false).body(TusClient.bytes("012")));
    ietf.interim.clear();

    Response again = client.send(keyed(false).body(TusClient.bytes("012")));

    assertThat(again.status()).isEqualTo(201);
    assertThat(header(again, "Location")).isEqualTo(header(first, "Location"));
    assertThat(header(again, "Upload-Offset")).isEqualTo("3");
    assertThat(header(again, "Upload-Complete")).isEqualTo("?0");
    assertThat(ietf.interim).hasSize(1);
    assertThat(ietf.interim.getFirst().first("Location")).contains(header(first, "Location"));
    assertThat(house.ports.uploads().countOpen(1)).isEqualTo(1);
  }

  @Test
  @DisplayName("TUS-68: a whole file that is here is told as that")
  void repeatedWhole() {
    Response first = client.send(keyed(true).body(TusClient.bytes("01234")));

    Response again = client.send(keyed(true).body(TusClient.bytes("01234")));

    assertThat(again.status()).isEqualTo(201);
    assertThat(header(again, "Location")).isEqualTo(header(first, "Location"));
    assertThat(header(again, "Upload-Complete")).isEqualTo("?1");
    assertThat(header(again, "Upload-Offset")).isEqualTo("5");
    assertThat(house.work.asked()).hasSize(1);
  }

  @Test
  @DisplayName("TUS-68: other words are 422, another caller and another day another upload")
  void others() {
    Upload upload = client.at(client.send(keyed(false)));

    Response other =
        client.send(
            ietf.create(8, false).header("Idempotency-Key", "k1").header("Upload-Length", "6"));
    Response tus =
        client.send(
            client
                .to("POST", "/files/")
                .header("Authorization", "Bearer anna")
                .header("Idempotency-Key", "k1")
                .header("Upload-Length", "5"));
    Response stranger =
        client.send(
            IetfClient.spoken(
                Request.to("POST", "/files/")
                    .header("Authorization", "Bearer berta")
                    .header("Idempotency-Key", "k1")
                    .header("Upload-Length", "5"),
                8,
                false));
    house.clock.advance(Duration.ofHours(25));
    Response late = client.send(keyed(false));

    assertThat(other.status()).isEqualTo(422);
    assertThat(tus.status()).as("said in the other dialect").isEqualTo(422);
    assertThat(client.at(stranger).id()).isNotEqualTo(upload.id());
    assertThat(client.at(late).id()).isNotEqualTo(upload.id());
  }

  @Test
  @DisplayName("TUS-68: while the first is being handled, the second has to wait")
  void tooEarly() throws Exception {
    StagedBody body = StagedBody.declaring(5).give("01");
    Thread first = Thread.ofVirtual().start(() -> client.send(keyed(true).body(body)));
    body.awaitReader();

    Response second = client.send(keyed(true).body(TusClient.bytes("01234")));

    assertThat(second.status()).isEqualTo(409);
    assertThat(header(second, "Retry-After")).isEqualTo("1");
    body.give("234").end();
    first.join();
    assertThat(client.send(keyed(true).body(TusClient.bytes("01234"))).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("TUS-68: with a ticket, too, which the first request has used up")
  void ticket() {
    String ticket = house.ticket().ticket();
    Response first = client.send(byTicket(ticket).body(TusClient.bytes("01234")));

    Response again = client.send(byTicket(ticket).body(TusClient.bytes("01234")));
    Response keyless =
        client.send(
            IetfClient.spoken(Request.to("POST", "/files/?ticket=" + ticket), 8, true)
                .body(TusClient.bytes("01234")));

    assertThat(again.status()).isEqualTo(201);
    assertThat(header(again, "Location")).isEqualTo(header(first, "Location"));
    assertThat(keyless.status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8})
  @DisplayName("TUS-81: a creation that breaks tells the address, also who had no 104")
  void diskFillsUp(int version) {
    StagedBody body = StagedBody.chunked();
    house.blobs.room(1);
    Response answer = client.send(ietf.create(version, true).body(body.give("0123").end()));

    assertThat(answer.status()).isEqualTo(507);
    Upload upload = client.at(answer);
    assertThat(upload.offset()).isEqualTo(1);

    house.blobs.repair();
    Response rest = client.send(ietf.append(upload, version, 1, true).body(TusClient.bytes("123")));
    assertThat(rest.status()).isEqualTo(204);
    assertThat(house.stored(upload)).isEqualTo("0123");
  }

  private static Request.Builder byTicket(String ticket) {
    return IetfClient.spoken(
        Request.to("POST", "/files/?ticket=" + ticket).header("Idempotency-Key", "k1"), 8, true);
  }
}
