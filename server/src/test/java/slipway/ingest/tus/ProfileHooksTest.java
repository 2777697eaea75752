package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.http.Area;
import slipway.http.Response;
import slipway.ingest.Fought;
import slipway.testing.StagedBody;

/** What a door is told of, and when: progress, the end, and a look that takes its time. */
final class ProfileHooksTest extends ProfileCase {
  @Test
  @DisplayName("TUS-34: whatever a HEAD waits for, it is 423 before its client gives up")
  void slowHead() {
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    Area hasty =
        TusRoutes.area(
            door, house.take, house.create, house.writers, house.receiver, Duration.ofMillis(50));
    door.slow = new CountDownLatch(1);

    Response late = hasty.handle(client.to("HEAD", address(stateOf(given))).build());
    door.slow.countDown();
    Response soon = head(address(stateOf(given)));

    assertThat(late.status()).isEqualTo(423);
    assertThat(header(late, "Retry-After")).isEqualTo("5");
    assertThat(header(late, "Upload-Offset")).isEqualTo("none");
    assertThat(header(late, "Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(soon.status()).isEqualTo(200);
  }

  @Test
  @DisplayName("TUS-281, CF-47: every answer has the door's fields, the last one stays the same")
  void ending() {
    RequestUpload.Given given = house.ticket();
    Response created = create(given, 5);
    Upload upload = stateOf(given);
    Response first = patch(address(upload), 0, "01");
    Response fresh = head(address(upload));
    Response last = patch(address(upload), 2, "234");
    Response again = patch(address(upload), 5, "");
    Response looked = head(address(upload));

    for (Response answer : List.of(created, first, fresh, last, again, looked)) {
      assertThat(header(answer, "X-Media-Id")).isEqualTo(publicId(upload));
    }
    assertThat(header(created, "X-Receipt")).isEqualTo("none");
    assertThat(header(first, "X-Receipt")).isEqualTo("none");
    assertThat(last.status()).isEqualTo(204);
    for (Response answer : List.of(last, again, looked)) {
      assertThat(header(answer, "X-Receipt")).isEqualTo("no. 1");
    }
    assertThat(door.endings).isEqualTo(1);
  }

  @Test
  @DisplayName("TUS-281: with a text, the last answer is a 200 and is given again")
  void endingWithText() {
    door.endingBody = "thank you";
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    Upload upload = stateOf(given);

    for (Response answer :
        List.of(patch(address(upload), 0, "01234"), patch(address(upload), 5, ""))) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(text(answer)).isEqualTo("thank you");
      assertThat(header(answer, "Upload-Offset")).isEqualTo("5");
    }
    assertThat(text(head(address(upload)))).isEmpty();
  }

  @Test
  @DisplayName("TUS-283: while a door is asked or told, nobody holds the upload")
  void outsideOfTheWritersPlace() {
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    Upload upload = stateOf(given);
    patch(address(upload), 0, "01");
    patch(address(upload), 2, "234");

    assertThat(door.writersMeanwhile).isNotEmpty().containsOnly(0);
  }

  @Test
  @DisplayName("TUS-276, TUS-280: progress once a second, upwards, and none after the end")
  void progress() {
    AtomicLong now = new AtomicLong();
    UploadNews news = new UploadNews(door, now::get);
    Upload upload = stateOf(startedTicket());
    news.moved(at(upload, 1));
    news.moved(at(upload, 2));
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    news.moved(at(upload, 3));
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    news.moved(at(upload, 2));
    news.moved(at(upload, 5).finished(upload.createdAt()));
    now.addAndGet(Duration.ofSeconds(9).toNanos());
    news.moved(at(upload, 4));

    assertThat(door.progress).containsExactly(1L, 3L);
  }

  @Test
  @DisplayName(
      "TUS-276: told while the bytes come, as soon as they are durable, and not at the end")
  void progressMeanwhile() throws Exception {
    door.strangeAddresses = false;
    Upload upload = stateOf(startedTicket());
    // That it was created was told just now.
    Thread.sleep(Duration.ofMillis(1_100));
    Fought.about(house.writers, upload.id());
    StagedBody body = StagedBody.declaring(5).give("012");
    Thread writer = client.writing(client.patch(upload, 0, body), body);

    client.lookMeanwhile(upload, body);

    Awaitility.await().untilAsserted(() -> assertThat(door.progress).containsExactly(3L));
    body.give("34").end();
    writer.join();
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
    assertThat(door.progress).containsExactly(3L);
  }
}
