package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.BYTES;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;

/** What becomes of parts, and of the finals that wait for them, when something does not go well. */
final class TusLeftPartsTest {
  private static final int MOST_WAITING = 10;

  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  @BeforeEach
  void account() {
    house.account(1, "anna");
  }

  private Request.Builder creation(String concat) {
    return client
        .to("POST", "/files/")
        .header("Authorization", "Bearer anna")
        .header("Upload-Concat", concat);
  }

  private Upload part(String bytes) {
    return client.at(
        client.send(
            creation("partial")
                .header("Upload-Length", Integer.toString(bytes.length()))
                .header("Content-Type", BYTES)
                .body(TusClient.bytes(bytes))));
  }

  private Upload unfinished(long length) {
    return client.at(
        client.send(creation("partial").header("Upload-Length", Long.toString(length))));
  }

  private Response whole(String name, Upload... parts) {
    StringBuilder urls = new StringBuilder("final;");
    for (Upload part : parts) {
      urls.append(" /files/").append(part.id());
    }
    String base64 = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    return client.send(creation(urls.toString()).header("Upload-Metadata", "filename " + base64));
  }

  private boolean isErased(Upload part) {
    return house.work.asked().contains(new RecordingWork.Asked("erase", part.video()));
  }

  @Test
  @DisplayName(
      "REL-36, REL-43: parts that were given up go with the deleted video that needed them")
  void videoDeleted() {
    Upload given = part("012");
    Upload kept = part("34");
    Upload whole = client.at(whole("a", given, kept));
    assertThat(client.send(client.delete(given)).status()).isEqualTo(204);
    assertThat(isErased(given)).as("a file has yet to be made of it").isFalse();

    house.delete.delete(whole.video());
    house.parts.forgotten(whole.video()); // as the job does that erases the video

    assertThat(isErased(given)).isTrue();
    assertThat(isErased(kept)).as("its client has not given it up").isFalse();
    assertThat(house.parts.missing(whole.video())).isEmpty();
  }

  @Test
  @DisplayName(
      "REL-43, TUS-121: parts that were given up go with the last of the files made of them")
  void joinedTwice() {
    Upload given = part("012");
    Upload one = client.at(whole("a", given));
    Upload two = client.at(whole("b", given));
    client.send(client.delete(given));

    house.parts.joined(one.video());
    assertThat(isErased(given)).as("the other one is not joined").isFalse();
    house.parts.joined(two.video());

    assertThat(isErased(given)).isTrue();
  }

  @Test
  @DisplayName("TUS-140, TUS-115: with a part that was refused by its digest its finals fail")
  void refusedPart() throws Exception {
    byte[] other = MessageDigest.getInstance("SHA-256").digest(TusClient.bytes("xyz"));
    Upload part =
        client.at(
            client.send(
                creation("partial")
                    .header("Upload-Length", "3")
                    .header(
                        "Repr-Digest",
                        "sha-256=:" + Base64.getEncoder().encodeToString(other) + ":")));
    Upload pending = client.at(whole("a", part));

    Response answer = client.send(client.patch(part, 0, "012"));

    assertThat(answer.status()).as(text(answer)).isEqualTo(400);
    assertThat(client.send(client.head(part)).status()).isEqualTo(404);
    assertThat(client.send(client.head(pending)).status()).isEqualTo(404);
    assertThat(house.phaseOf(pending)).isInstanceOf(Phase.Failed.class);
    assertThat(house.stored(part)).isEqualTo("nothing");
  }

  @Test
  @DisplayName("TUS-136, TUS-134: some finals may wait for one part, and not any number")
  void manyWaiting() {
    Upload part = unfinished(3);
    List<Upload> waiting = new ArrayList<>();
    for (int i = 0; i < MOST_WAITING; i++) {
      waiting.add(client.at(whole("name " + i, part)));
    }

    Response more = whole("one more", part, part);

    assertThat(more.status()).isEqualTo(429);
    assertThat(header(more, "Retry-After")).isEqualTo("60");
    assertThat(client.send(client.patch(part, 0, "012")).status()).isEqualTo(204);
    assertThat(waiting)
        .allMatch(whole -> house.upload(whole.id()).state() == Upload.State.FINISHED);
    assertThat(whole("one more", part).status()).as("nothing waits any more").isEqualTo(201);
  }
}
