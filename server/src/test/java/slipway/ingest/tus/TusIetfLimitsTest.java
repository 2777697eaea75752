package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.header;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.Limits;
import slipway.core.upload.Upload;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** What the IETF's dialect allows, tells of it, and refuses. */
final class TusIetfLimitsTest {
  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;
  private final IetfClient ietf = new IetfClient(client);

  @BeforeEach
  void account() {
    house.account(1, "anna");
  }

  @Test
  @DisplayName("TUS-252: too large, with the limits")
  void tooLarge() {
    Response begun = client.send(ietf.create(8, false).header("Upload-Length", "1001"));
    Response whole =
        client.send(
            ietf.create(8, true).header("Upload-Length", "1001").body(TusClient.bytes("0")));

    for (Response answer : List.of(begun, whole)) {
      assertThat(answer.status()).isEqualTo(413);
      assertThat(header(answer, "Upload-Limit")).startsWith("max-size=1000");
    }
  }

  @Test
  @DisplayName("TUS-252: so it is when the length is not told before; what came stays")
  void tooLargeInTheEnd() {
    Response answer =
        client.send(ietf.create(8, true).body(StagedBody.chunked().give(new byte[1001]).end()));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(header(answer, "Upload-Limit")).startsWith("max-size=1000");
    assertThat(house.work.asked()).isEmpty();
  }

  @Test
  @DisplayName("TUS-220, TUS-252: the limit that is told is the ticket's where it has one")
  void limitOfATicket() {
    var given = house.ticket(new Limits(500L, null, null));
    Request.Builder request =
        Request.to("POST", "/files/?ticket=" + given.ticket())
            .body(StagedBody.chunked().give(new byte[501]).end());
    Response answer = client.send(IetfClient.spoken(request, 8, true));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(header(answer, "Upload-Limit")).startsWith("max-size=500");
  }

  @Test
  @DisplayName("TUS-237, TUS-252: a body that would end where no number can point is too large")
  void endlessLength() {
    Upload upload = client.at(client.send(ietf.create(8, false).body(TusClient.bytes("0"))));

    Response answer =
        client.send(ietf.append(upload, 8, 1, true).body(StagedBody.declaring(Long.MAX_VALUE)));

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  @DisplayName("TUS-101: who was told the address has as long to come back as was told")
  void timeToComeBack() {
    Response created = client.send(ietf.create(8, false).body(TusClient.bytes("0")));

    assertThat(client.at(created).expiresAt())
        .isEqualTo(house.clock.instant().plus(house.settings.keepUnfinished()));
    assertThat(ietf.interim.getFirst().first("Upload-Limit").orElseThrow())
        .endsWith("max-age=" + house.settings.keepUnfinished().toSeconds());
  }

  @Test
  @DisplayName(
      "TUS-101: who was told of no address has the time that is kept for such, until it asks")
  void timeOfTheUntold() {
    Response created = client.send(ietf.create(0, false).body(TusClient.bytes("0")));
    Upload upload = client.at(created);
    house.clock.advance(Duration.ofMinutes(10));
    Response looked = client.send(Request.to("HEAD", client.address(upload)));
    house.clock.advance(Duration.ofHours(1));
    Response later = client.send(Request.to("HEAD", client.address(upload)));

    assertThat(header(created, "Upload-Limit")).isEqualTo("max-size=1000, max-age=3600");
    assertThat(header(looked, "Upload-Limit"))
        .isEqualTo("max-size=1000, max-age=" + Duration.ofDays(7).toSeconds());
    assertThat(header(later, "Upload-Limit"))
        .isEqualTo("max-size=1000, max-age=" + Duration.ofDays(7).minusHours(1).toSeconds());
  }

  @Test
  @DisplayName(
      "TUS-101, TUS-220: an upload that closes with its ticket says when, as it does to tus")
  void timeOfATicket() {
    Instant closes = house.clock.instant().plus(Duration.ofMinutes(30));
    var given = house.ticket(new Limits(500L, null, closes));
    Response created =
        client.send(
            IetfClient.spoken(
                Request.to("POST", "/files/?ticket=" + given.ticket())
                    .informer((_, fields) -> ietf.interim.add(fields)),
                8,
                false));
    Response tus = client.send(client.head(client.at(created)));

    assertThat(header(created, "Upload-Limit")).isEqualTo("max-size=500, max-age=1800");
    assertThat(ietf.interim.getFirst().first("Upload-Limit"))
        .contains("max-size=500, max-age=1800");
    assertThat(header(tus, "Upload-Expires")).isEqualTo(TusHeaders.date(closes));
  }

  @Test
  @DisplayName("TUS-114: the digest of a body that got lost as a whole, at the end or before")
  void digestOfNothing() {
    Upload upload = client.at(client.send(ietf.create(8, false).body(TusClient.bytes("012"))));

    for (boolean complete : List.of(true, false)) {
      Response answer =
          client.send(
              ietf.append(upload, 8, 3, complete)
                  .header(
                      "Content-Digest", "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:")
                  .body(TusClient.bytes("")));

      assertThat(answer.status()).as("complete: %s", complete).isEqualTo(400);
    }
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.OPEN);
  }
}
