package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.BYTES;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.ChangeTicket;
import slipway.core.upload.Limits;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;

/** How far the holder of a ticket gets with parts: no further than with one file. */
final class TusTicketPartsTest {
  private static final int MOST_PARTS = 100;

  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  /** For files of ten bytes. */
  private final RequestUpload.Given given = house.ticket(new Limits(10L, null, null));

  @BeforeEach
  void account() {
    house.account(1, "anna");
  }

  private Request.Builder creation(RequestUpload.Given with) {
    return client.post(with).header("Upload-Concat", "partial");
  }

  private Response empty(long length) {
    return client.send(creation(given).header("Upload-Length", Long.toString(length)));
  }

  private Upload part(String bytes) {
    Response answer =
        client.send(
            creation(given)
                .header("Upload-Length", Integer.toString(bytes.length()))
                .header("Content-Type", BYTES)
                .body(TusClient.bytes(bytes)));
    assertThat(answer.status()).as(text(answer)).isEqualTo(201);
    return client.at(answer);
  }

  private Upload deferred() {
    return client.at(client.send(creation(given).header("Upload-Defer-Length", "1")));
  }

  private Response whole(Upload... parts) {
    StringBuilder urls = new StringBuilder("final;");
    for (Upload part : parts) {
      urls.append(" /files/").append(part.id());
    }
    return client.send(client.post(given).header("Upload-Concat", urls.toString()));
  }

  @Test
  @DisplayName("REL-82, TUS-220: parts of a ticket are together no larger than its file may be")
  void together() {
    Upload first = part("012345");

    Response tooMuch = empty(5);
    assertThat(tooMuch.status()).isEqualTo(413);
    assertThat(text(tooMuch)).startsWith("ERR_UPLOAD_SIZE_EXCEEDED: ");

    Upload second = part("6789");
    assertThat(empty(1).status()).isEqualTo(413);
    assertThat(whole(first, second).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("REL-82, TUS-90: of a part without a length no more is taken than its ticket lets")
  void deferredAlone() {
    Upload part = deferred();

    Response answer = client.send(client.patch(part, 0, "0123456789x"));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(house.stored(part)).hasSizeLessThanOrEqualTo(10);
    assertThat(client.send(client.patch(part, 0, "").header("Upload-Length", "11")).status())
        .isEqualTo(413);
  }

  @Test
  @DisplayName("REL-82: parts without a length share what their ticket lets, whoever comes first")
  void deferredTogether() {
    Upload first = deferred();
    Upload second = deferred();
    assertThat(client.send(client.patch(first, 0, "012345")).status()).isEqualTo(204);

    Response length = client.send(client.patch(second, 0, "6").header("Upload-Length", "5"));
    Response bytes = client.send(client.patch(second, 0, "6789x"));

    assertThat(length.status()).isEqualTo(413);
    assertThat(bytes.status()).isEqualTo(413);
    assertThat(text(bytes)).startsWith("ERR_UPLOAD_SIZE_EXCEEDED: ");
    assertThat(house.stored(second)).isEqualTo("6789");
    assertThat(house.upload(second.id()).offset()).isEqualTo(4);
    assertThat(client.send(client.patch(second, 4, "x")).status()).isEqualTo(413);
    assertThat(empty(1).status()).isEqualTo(413);
  }

  @Test
  @DisplayName("REL-82, CF-67: parts end when their ticket closes, finished or not, also if moved")
  void closing() {
    var closes = house.clock.instant().plus(Duration.ofHours(2));
    RequestUpload.Given closing = house.ticket(new Limits(null, null, closes));
    Upload open = client.at(client.send(creation(closing).header("Upload-Length", "3")));
    client.send(client.patch(open, 0, "01"));
    Upload done = client.at(client.send(creation(closing).header("Upload-Length", "0")));
    assertThat(house.upload(done.id()).state()).isEqualTo(Upload.State.FINISHED);
    assertThat(house.upload(open.id()).expiresAt()).isEqualTo(closes);

    var later = closes.plus(Duration.ofHours(1));
    new ChangeTicket(
            house.ports.videos(), house.ports.uploads(), house.ports.transactions(), house.settings)
        .change(closing.video(), /* longest= */ null, later);
    house.clock.set(later.minusMillis(1));
    house.sweep(house.receiver).sweep();
    assertThat(house.stored(open)).isEqualTo("01");
    assertThat(client.send(client.patch(open, 2, "2")).status()).isEqualTo(204);

    house.clock.set(later.plusMillis(1));
    house.sweep(house.receiver).sweep();
    assertThat(house.stored(open)).isEqualTo("nothing");
    assertThat(client.send(client.head(open)).status()).isEqualTo(404);
    assertThat(client.send(client.head(done)).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("REL-82, CF-67: a final that waits for its parts ends when its ticket closes")
  void closingWhole() {
    var closes = house.clock.instant().plus(Duration.ofHours(2));
    RequestUpload.Given closing = house.ticket(new Limits(null, null, closes));
    Upload ofKey =
        client.at(
            client.send(
                client
                    .to("POST", "/files/")
                    .header("Authorization", "Bearer anna")
                    .header("Upload-Concat", "partial")
                    .header("Upload-Length", "3")));
    client.send(client.head(ofKey));

    client.send(client.post(closing).header("Upload-Concat", "final;/files/" + ofKey.id()));

    assertThat(house.upload(closing.upload().id()).expiresAt()).isEqualTo(closes);
  }

  @Test
  @DisplayName("REL-82, TUS-289: a ticket opens the door to so many parts, and not to any number")
  void number() {
    for (int i = 0; i < MOST_PARTS; i++) {
      assertThat(empty(0).status()).isEqualTo(201);
    }

    Response answer = empty(0);

    assertThat(answer.status()).isEqualTo(429);
    assertThat(header(answer, "Retry-After")).isEqualTo("60");
    assertThat(client.send(creation(house.ticket()).header("Upload-Length", "0")).status())
        .as("at another ticket")
        .isEqualTo(201);
  }

  @Test
  @DisplayName("REL-82, LP-61: what an earlier attempt left makes way, but not what is needed")
  void makingWay() {
    Upload left = part("01234567");
    assertThat(empty(8).status()).isEqualTo(413);
    house.clock.advance(Duration.ofMinutes(10).plusMillis(1));

    Upload anew = client.at(empty(8));

    assertThat(client.send(client.head(left)).status()).isEqualTo(404);
    assertThat(house.work.asked()).contains(new RecordingWork.Asked("erase", left.video()));
    assertThat(whole(anew).status()).isEqualTo(201);
    house.clock.advance(Duration.ofMinutes(11));
    assertThat(empty(8).status()).as("its final waits for it").isEqualTo(413);
    assertThat(client.send(client.patch(anew, 0, "01234567")).status()).isEqualTo(204);
  }

  @Test
  @DisplayName("REL-82: what a key brings has the account's own bounds and no others")
  void byKey() {
    for (int i = 0; i <= MOST_PARTS; i++) {
      Response answer =
          client.send(
              client
                  .to("POST", "/files/")
                  .header("Authorization", "Bearer anna")
                  .header("Upload-Concat", "partial")
                  .header("Upload-Length", "0"));
      assertThat(answer.status()).isEqualTo(201);
    }
  }
}
