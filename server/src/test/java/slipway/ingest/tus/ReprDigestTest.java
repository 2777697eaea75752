package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static slipway.ingest.tus.TusClient.header;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.FirstLook;
import slipway.ingest.Receiver;
import slipway.ingest.SweepUploads;
import slipway.testing.IngestHouse;

/** The digest of the whole file, announced or asked for. */
final class ReprDigestTest {
  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;

  @BeforeEach
  void account() {
    house.account(1, "anna");
  }

  private static String digest(String text) throws Exception {
    byte[] value = MessageDigest.getInstance("SHA-256").digest(TusClient.bytes(text));
    return "sha-256=:" + Base64.getEncoder().encodeToString(value) + ":";
  }

  private Request.Builder creation() {
    return client
        .to("POST", "/files/")
        .header("Authorization", "Bearer anna")
        .header("Upload-Length", "5");
  }

  @Test
  @DisplayName("TUS-115: what was announced is checked at the end, and told when asked for")
  void matches() throws Exception {
    Upload upload =
        client.at(
            client.send(creation().header("Repr-Digest", digest("01234") + ", unknown=:AAAA:")));
    client.send(client.patch(upload, 0, "012"));
    Response last =
        client.send(client.patch(upload, 3, "34").header("Want-Repr-Digest", "sha-256=10, sha=1"));
    Response head = client.send(client.head(upload).header("Want-Repr-Digest", "sha-256=1"));
    Response unasked = client.send(client.head(upload));
    Response unwanted = client.send(client.head(upload).header("Want-Repr-Digest", "sha-256=0"));

    assertThat(last.status()).isEqualTo(204);
    assertThat(header(last, "Repr-Digest")).isEqualTo(digest("01234"));
    assertThat(header(head, "Repr-Digest")).isEqualTo(digest("01234"));
    assertThat(header(unasked, "Repr-Digest")).isEqualTo("none");
    assertThat(header(unwanted, "Repr-Digest")).isEqualTo("none");
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("TUS-115: another file fails and never enters the pipeline")
  void differs() throws Exception {
    Upload upload = client.at(client.send(creation().header("Repr-Digest", digest("other"))));
    Response last = client.send(client.patch(upload, 0, "01234"));

    assertThat(last.status()).isEqualTo(400);
    assertThat(TusClient.text(last)).contains("another");
    assertThat(house.phaseOf(upload)).isInstanceOf(Phase.Failed.class);
    assertThat(house.stored(upload)).isEqualTo("nothing");
    assertThat(client.send(client.head(upload)).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("TUS-115: also when the running hash was lost with a restart, for good and bad")
  void afterRestart() throws Exception {
    for (String announced : new String[] {"01234", "other"}) {
      Upload upload = client.at(client.send(creation().header("Repr-Digest", digest(announced))));
      client.send(client.patch(upload, 0, "012"));
      Receiver restarted =
          new Receiver(house.take, house.blobs, (_, _) -> new FirstLook.Verdict.Pass());
      TusClient after = client.with(restarted);
      Response last = after.send(after.patch(upload, 3, "34"));

      assertThat(last.status()).isEqualTo(announced.equals("01234") ? 204 : 400);
    }
  }

  @Test
  @DisplayName("TUS-115, TUS-52: a lost hash is made again behind the client's back")
  void lateHash() throws Exception {
    for (String announced : new String[] {"01234", "other"}) {
      Upload upload = client.at(client.send(creation().header("Repr-Digest", digest(announced))));
      client.send(client.patch(upload, 0, "012"));
      TusClient after = client.with(restarted(Duration.ZERO));

      Response last = after.send(after.patch(upload, 3, "34"));

      // Whether it is there at once is a matter of luck.
      int known = announced.equals("01234") ? 204 : 400;
      assertThat(last.status()).isIn(known, 423);
      int looked = announced.equals("01234") ? 200 : 404;
      await().until(() -> after.send(after.head(upload)).status() == looked);
    }
  }

  @Test
  @DisplayName("TUS-115: and if the client never comes back, the house ends it")
  void lateHashWithoutClient() throws Exception {
    Upload upload = client.at(client.send(creation().header("Repr-Digest", digest("01234"))));
    client.send(client.patch(upload, 0, "012"));
    Receiver receiver = restarted(Duration.ZERO);
    TusClient after = client.with(receiver);
    after.send(after.patch(upload, 3, "34"));

    endsBySweeps(upload, receiver);
  }

  @Test
  @DisplayName("TUS-115, TUS-185: also after another restart, for good and bad")
  void lateHashAfterRestart() throws Exception {
    for (String announced : new String[] {"012", "other"}) {
      Upload upload = client.at(client.send(creation().header("Repr-Digest", digest(announced))));
      client.send(client.patch(upload, 0, "012"));
      // as if the process had died right after the last byte
      house.ports.uploads().update(house.upload(upload.id()).withLength(3));

      endsBySweeps(upload, restarted(Duration.ofDays(1)));

      assertThat(house.phaseOf(upload))
          .isInstanceOf(announced.equals("012") ? Phase.Inspecting.class : Phase.Failed.class);
    }
  }

  private void endsBySweeps(Upload upload, Receiver receiver) {
    house.clock.advance(Duration.ofSeconds(11));
    SweepUploads sweep = house.sweep(receiver);
    await()
        .untilAsserted(() -> {
          sweep.sweep();
          assertThat(house.upload(upload.id()).state()).isNotEqualTo(Upload.State.OPEN);
        });
  }

  private Receiver restarted(Duration patience) {
    return new Receiver(house.take, house.blobs, (_, _) -> new FirstLook.Verdict.Pass(), patience);
  }

  @Test
  @DisplayName("TUS-115: in the IETF's dialect, too")
  void ietf() throws Exception {
    Request.Builder good =
        Request.to("POST", "/files/")
            .header("Authorization", "Bearer anna")
            .header("Upload-Complete", "?1")
            .header("Repr-Digest", digest("01234"))
            .header("Want-Repr-Digest", "sha-256=5")
            .body(TusClient.bytes("01234"));
    assertThat(header(client.send(good), "Repr-Digest")).isEqualTo(digest("01234"));
    Request.Builder bad =
        Request.to("POST", "/files/")
            .header("Authorization", "Bearer anna")
            .header("Upload-Complete", "?1")
            .header("Repr-Digest", digest("other"))
            .body(TusClient.bytes("01234"));
    assertThat(client.send(bad).status()).isEqualTo(400);
  }

  @Test
  @DisplayName("TUS-115: what is no digest is refused before anything is created")
  void malformed() {
    Response answer = client.send(creation().header("Repr-Digest", "sha-256=:AAAA:"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(house.ports.uploads().countOpen(1)).isZero();
  }
}
