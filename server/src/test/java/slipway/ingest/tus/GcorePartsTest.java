package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.VideoQuery;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;

/** Parts at Gcore's uploader, each of which brings the token (TUS-302). */
final class GcorePartsTest {
  private static final String GOOD = "eyJhbGciOiJIUzI1NiJ9.good.one";

  private static final VideoQuery ALL =
      new VideoQuery(OptionalLong.empty(), List.of(), List.of(), /* skip= */ 0, /* limit= */ 9);

  private final IngestHouse house = new IngestHouse();
  private final RequestUpload.Given given = house.ticket();
  private final TusClient client =
      TusClient.at(
          house,
          TusDoor.gcore(
              house.take,
              token ->
                  token.equals(GOOD)
                      ? Optional.of(
                          new UploadTokens.Claim(
                              given.video().id(), given.video().serial(), given.video().account()))
                      : Optional.empty(),
              /* sessions= */ 2));

  private static String base64(Object text) {
    return Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Request.Builder creation(String token) {
    return client
        .to("POST", "/upload/")
        .header(
            "Upload-Metadata",
            "token %s,video_id %s,client_id %s"
                .formatted(
                    base64(token),
                    base64(given.video().serial()),
                    base64(given.video().account())));
  }

  private String part(int length) {
    Response answer =
        client.send(
            creation(GOOD)
                .header("Upload-Concat", "partial")
                .header("Upload-Length", Integer.toString(length)));
    assertThat(answer.status()).as(text(answer)).isEqualTo(201);
    return header(answer, "Location");
  }

  private void bring(String address, String bytes) {
    Response answer =
        client.send(
            client
                .to("PATCH", address.replace("http://localhost", ""))
                .header("Content-Type", TusClient.BYTES)
                .header("Upload-Offset", "0")
                .body(TusClient.bytes(bytes)));
    assertThat(answer.status()).as(text(answer)).isEqualTo(204);
  }

  private Response join(String... parts) {
    return client.send(creation(GOOD).header("Upload-Concat", "final;" + String.join(" ", parts)));
  }

  @Test
  @DisplayName("TUS-302, GC-83 parts at once, each with the token, become the token's one video")
  void joined() {
    String first = part(3);
    String second = part(2);
    assertThat(first).startsWith("http://localhost/upload/").isNotEqualTo(second);
    bring(second, "34");
    bring(first, "012");
    assertThat(house.upload(given.upload().id()).state()).isEqualTo(Upload.State.TICKETED);

    Response whole = join(first, second);

    assertThat(whole.status()).as(text(whole)).isEqualTo(201);
    assertThat(header(whole, "Location"))
        .isEqualTo("http://localhost/upload/" + given.upload().id());
    assertThat(house.upload(given.upload().id()).metadata()).doesNotContain(base64(GOOD));
    assertThat(house.phaseOf(given.upload())).isEqualTo(new Phase.Inspecting());
    assertThat(house.ports.videos().find(ALL)).hasSize(1);
    assertThat(join(second, first).status()).as("a video that has its file").isEqualTo(422);
  }

  @Test
  @DisplayName(
      "TUS-137, REL-03 a final whose answer got lost gets it again, and nothing more happens")
  void repeated() {
    String part = part(3);
    bring(part, "012");
    String location = header(join(part), "Location");
    List<?> events = house.ports.events().kindsOf(given.video().id());

    Response again = join(part);

    assertThat(again.status()).as(text(again)).isEqualTo(201);
    assertThat(header(again, "Location")).isEqualTo(location);
    assertThat(house.ports.events().kindsOf(given.video().id())).isEqualTo(events);
    assertThat(house.phaseOf(given.upload())).isEqualTo(new Phase.Inspecting());

    house.delete.delete(given.video().id());
    assertThat(join(part).status()).as("of a video that is gone").isNotEqualTo(201);
  }

  @Test
  @DisplayName("GC-116 each part that is unfinished is a session, and a final is none")
  void tooManySessions() {
    String first = part(3);
    String second = part(2);
    Response third =
        client.send(creation(GOOD).header("Upload-Concat", "partial").header("Upload-Length", "1"));
    assertThat(third.status()).isEqualTo(429);
    assertThat(header(third, "Retry-After")).isEqualTo("30");
    assertThat(text(third)).startsWith("Error: ").contains("too many upload sessions");
    assertThat(client.send(creation(GOOD).header("Upload-Length", "5")).status()).isEqualTo(429);

    bring(first, "012");
    String instead = part(1);
    assertThat(join(first).status()).as("joined while others are under way").isEqualTo(201);
    bring(second, "34");
    bring(instead, "5");
  }

  @Test
  @DisplayName("TUS-302, GC-56 after a file that would not do the same video takes parts as well")
  void sentAgain() {
    String bad = part(3);
    bring(bad, "bad");
    assertThat(join(bad).status()).isEqualTo(201);
    house.move.failed(given.video().id(), new Failure(Failure.Kind.NOT_MEDIA, "No."));

    String first = part(3);
    String second = part(2);
    bring(first, "012");
    bring(second, "34");
    Response whole = join(first, second);

    assertThat(whole.status()).as(text(whole)).isEqualTo(201);
    assertThat(house.phaseOf(given.upload())).isEqualTo(new Phase.Inspecting());
    assertThat(join(second, first).status()).as("and has its file now").isEqualTo(422);
  }

  @Test
  @DisplayName("REL-82, GC-56 what a file that would not do was made of makes way for another one")
  void sentAgainLarge() {
    String bad = part(600);
    bring(bad, "x".repeat(600));
    assertThat(join(bad).status()).isEqualTo(201);
    house.parts.joined(given.video().id());
    house.move.failed(given.video().id(), new Failure(Failure.Kind.NOT_MEDIA, "No."));

    String good = part(600);
    bring(good, "y".repeat(600));

    assertThat(join(good).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("TUS-302, GC-110, GC-111 a part or a whole without the token is refused")
  void withoutToken() {
    String part = part(3);
    bring(part, "012");
    for (String concat : new String[] {"partial", "final;" + part}) {
      Request.Builder none = client.to("POST", "/upload/").header("Upload-Concat", concat);
      Response answer =
          client.send(concat.equals("partial") ? none.header("Upload-Length", "3") : none);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(text(answer)).isEqualTo("Error: token invalid (null)");
      Response forged = client.send(creation("forged").header("Upload-Concat", concat));
      assertThat(text(forged)).isEqualTo("Error: token invalid (forged...)");
    }
    assertThat(house.upload(given.upload().id()).state()).isEqualTo(Upload.State.TICKETED);
  }

  @Test
  @DisplayName("TUS-139 unfinished parts are not joined here, and can be afterwards")
  void unfinished() {
    Response options = client.send(client.to("OPTIONS", "/upload/"));
    assertThat(options.headers().list("Tus-Extension"))
        .contains("concatenation")
        .doesNotContain("concatenation-unfinished");
    String part = part(3);
    assertThat(join(part).status()).isEqualTo(400);
    bring(part, "012");
    assertThat(join(part).status()).isEqualTo(201);
  }
}
