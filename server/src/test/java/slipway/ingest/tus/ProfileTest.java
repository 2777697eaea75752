package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.Limits;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.http.Area;
import slipway.http.Handler;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;

/** What a door asks, answers and allows in its own words. */
final class ProfileTest extends ProfileCase {
  @Test
  @DisplayName("TUS-274: a door turns away in its own words, status and fields")
  void turnedAway() {
    Response answer = client.send(client.to("POST", "/sample").header("Upload-Length", "5"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(text(answer)).isEqualTo("Error: token invalid (null)");
    assertThat(header(answer, "X-Why")).isEqualTo("token");
    assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
  }

  @Test
  @DisplayName("TUS-274: it replaces the metadata and sets a limit for one upload")
  void replacedAndLimited() {
    door.metadata = "name " + base64("other");
    RequestUpload.Given given = house.ticket(new Limits(6L, null, null));

    Response large = create(given, 7);
    assertThat(large.status()).isEqualTo(413);
    assertThat(header(large, "Tus-Max-Size")).isEqualTo("6");
    assertThat(stateOf(given).state()).isEqualTo(Upload.State.TICKETED);

    assertThat(client.send(creation(given).header("Upload-Defer-Length", "1")).status())
        .isEqualTo(201);
    Upload upload = stateOf(given);
    assertThat(upload.metadata()).isEqualTo("name " + base64("other"));
    assertThat(header(head(address(upload)), "Upload-Metadata")).isEqualTo(upload.metadata());
    Response declared = client.send(patching(address(upload), 0, "").header("Upload-Length", "7"));
    assertThat(declared.status()).isEqualTo(413);
    assertThat(header(declared, "Tus-Max-Size")).isEqualTo("6");
    assertThat(patch(address(upload), 0, "0123456").status()).isEqualTo(413);
  }

  @Test
  @DisplayName("TUS-274: one that fails creates nothing")
  void failing() {
    door.broken = true;
    RequestUpload.Given given = house.ticket();

    assertThat(create(given, 5).status()).isEqualTo(500);
    assertThat(stateOf(given).state()).isEqualTo(Upload.State.TICKETED);
  }

  @Test
  @DisplayName("TUS-274: one that takes too long is interrupted, and the client may try again")
  void tooLong() throws Exception {
    door.stuck = true;
    Admissions admissions = new Admissions(door, Duration.ofMillis(20));

    assertThatThrownBy(
            () -> admissions.ask(Request.to("POST", "/sample").build(), TusMetadata.none()))
        .isInstanceOfSatisfying(
            TusException.class,
            refused -> {
              assertThat(refused.refusal().status()).isEqualTo(503);
              assertThat(refused.refusal().error().code()).isEqualTo("ERR_BUSY");
              assertThat(refused.refusal().headers().has("Retry-After")).isTrue();
            });
    assertThat(door.interrupted.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @DisplayName("TUS-220: the limit of a door is announced and enforced")
  void limitOfTheDoor() {
    Response options = client.send(client.to("OPTIONS", "/sample"));

    assertThat(header(options, "Tus-Max-Size")).isEqualTo("100");
    assertThat(header(options, "Upload-Limit")).startsWith("max-size=100,");
    Response large = create(house.ticket(), 101);
    assertThat(large.status()).isEqualTo(413);
    assertThat(header(large, "Tus-Max-Size")).isEqualTo("100");
    assertThat(create(house.ticket(), 100).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("TUS-285: the public part of an address alone opens nothing")
  void secret() {
    RequestUpload.Given given = house.ticket();
    Response created = create(given, 5);
    Upload upload = stateOf(given);

    assertThat(header(created, "Location"))
        .isEqualTo("http://localhost/sample/" + publicId(upload) + "?v=2&s=" + upload.id());
    assertThat(head("/sample/" + publicId(upload)).status()).isEqualTo(404);
    assertThat(head("/sample/" + publicId(upload) + "?s=wrong").status()).isEqualTo(404);
    assertThat(head("/sample/" + upload.id() + "?s=" + upload.id()).status()).isEqualTo(404);
    assertThat(patch("/sample/" + publicId(upload), 0, "01234").status()).isEqualTo(404);
    assertThat(patch(address(upload), 0, "01234").status()).isEqualTo(204);
  }

  @Test
  @DisplayName("TUS-122: a door without termination says so, and keeps what it has")
  void withoutTermination() {
    door.terminates = false;
    TusClient other = TusClient.at(house, door);
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    String address = address(stateOf(given));

    assertThat(header(other.send(other.to("OPTIONS", "/sample")), "Tus-Extension"))
        .doesNotContain("termination");
    Response answer = other.send(other.to("DELETE", address));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(header(answer, "Allow")).contains("PATCH").doesNotContain("DELETE");
    assertThat(head(address).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("TUS-139: where parts must be finished first, that is announced and enforced")
  void onlyFinishedParts() {
    door.strangeAddresses = false;
    RequestUpload.Given given = house.ticket();
    assertThat(header(client.send(client.to("OPTIONS", "/sample")), "Tus-Extension"))
        .contains("concatenation")
        .doesNotContain("concatenation-unfinished");
    Response part =
        client.send(
            creation(given).header("Upload-Concat", "partial").header("Upload-Length", "3"));
    String address = header(part, "Location").substring("http://localhost".length());
    Request.Builder whole =
        creation(given).header("Upload-Concat", "final;" + header(part, "Location"));

    Response early = client.send(whole);
    assertThat(early.status()).isEqualTo(400);
    assertThat(text(early)).contains("not finished");
    assertThat(patch(address, 0, "012").status()).isEqualTo(204);
    assertThat(
            client
                .send(creation(given).header("Upload-Concat", "final;" + header(part, "Location")))
                .status())
        .isEqualTo(201);
  }

  @Test
  @DisplayName("TUS-302, GC-103: parts within the limit do not make a whole beyond it")
  void partsBeyondTheLimit() {
    door.strangeAddresses = false;
    RequestUpload.Given given = house.ticket();
    StringBuilder parts = new StringBuilder("final;");
    for (int i = 0; i < 2; i++) {
      Response part =
          client.send(
              creation(given).header("Upload-Concat", "partial").header("Upload-Length", "60"));
      String address = header(part, "Location");
      patch(address.substring("http://localhost".length()), 0, "012345".repeat(10));
      parts.append(address).append(' ');
    }

    assertThat(client.send(creation(given).header("Upload-Concat", parts.toString())).status())
        .isEqualTo(413);
  }

  @Test
  @DisplayName("TUS-300, GC-93, GC-94: several lines, keys twice, values with space around them")
  void lenientMetadata() {
    RequestUpload.Given given = house.ticket();

    Response answer =
        client.send(
            client
                .to("POST", "/sample")
                .header("Upload-Length", "5")
                .header("Upload-Metadata", "token " + base64(given.ticket() + "\n"))
                .header("Upload-Metadata", "filename YQ==, filename Yg=="));

    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  @DisplayName("TUS-105, GC-100: what is no checksum is passed over here, a real one is not")
  void excusedChecksum() {
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    String address = address(stateOf(given));

    String hex = base64("a9993e364706816aba3e25717850c26c9cd0d89d");
    assertThat(
            client
                .send(patching(address, 0, "01").header("Upload-Checksum", "sha1 " + hex))
                .status())
        .isEqualTo(204);
    String wrong = Base64.getEncoder().encodeToString(new byte[20]);
    assertThat(
            client
                .send(patching(address, 2, "234").header("Upload-Checksum", "sha1 " + wrong))
                .status())
        .isEqualTo(460);
  }

  @Test
  @DisplayName("TUS-296, CF-44: the creation among the addresses of an API")
  void creationElsewhere() {
    Handler creation =
        TusRoutes.creation(door, house.take, house.create, house.writers, house.receiver);
    Area api = Area.at("/client", new Routes().post("/{account}/stream", creation));
    RequestUpload.Given given = house.ticket();

    Response answer =
        api.handle(
            client
                .to("POST", "/client/7/stream")
                .header("Content-Type", "application/json")
                .header("Upload-Length", "5")
                .header("Upload-Metadata", "token " + base64(given.ticket()))
                .build());

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Location")).contains("/sample/" + publicId(stateOf(given)));
    assertThat(header(answer, "X-Media-Id")).isEqualTo(publicId(stateOf(given)));
  }

  @Test
  @DisplayName("CF-49, CF-50: keys in any letter case, without value, with or without padding")
  void metadataOfCloudflare() {
    TusMetadata metadata =
        TusMetadata.of(
            Headers.of(
                "Upload-Metadata",
                "maxDurationSeconds NjAw,requiresignedurls ,expiry"
                    + " MjAyNC0wMi0yN1QwNzoyMDo1MFo,bare"));

    assertThat(metadata.text("maxdurationseconds")).contains("600");
    assertThat(metadata.text("requireSignedURLs")).contains("");
    assertThat(metadata.text("expiry")).contains("2024-02-27T07:20:50Z");
    assertThat(metadata.text("bare")).contains("");
    assertThat(metadata.text("other")).isEmpty();
    assertThat(metadata.keys())
        .containsExactly("maxDurationSeconds", "requiresignedurls", "expiry", "bare");
  }
}
