package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.BYTES;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.http.Headers;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;

/** What is different at Livepeer's door. */
final class LivepeerDoorTest {
  private static final String DOOR = "/api/asset/upload/tus";

  private final TusClient client = TusClient.livepeer();
  private final IngestHouse house = client.house;

  @Test
  @DisplayName(
      "LP-60, TUS-291: the address is ours, without the token, and the playback id is told")
  void creates() {
    RequestUpload.Given given = house.ticket();

    Response answer =
        client.send(
            client
                .post(given)
                .origin(new Origin("https", "video.example", ""))
                .header("Upload-Length", "5"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Location"))
        .isEqualTo("https://video.example" + DOOR + "/" + given.upload().id());
    assertThat(header(answer, "livepeer-playback-id")).isEqualTo(given.video().playbackId());
    // TUS-285: the address holds nothing that is public
    assertThat(header(answer, "Location"))
        .doesNotContain(given.video().playbackId(), given.video().id().toString());
  }

  @Test
  @DisplayName("LP-61, TUS-293: the same token gives the same address and starts at 0")
  void startsOver() {
    RequestUpload.Given given = house.ticket();
    Response first = client.send(client.post(given).header("Upload-Length", "5"));
    client.send(client.patch(client.at(first), 0, "012"));

    Response second = client.send(client.post(given).header("Upload-Length", "5"));

    assertThat(header(second, "Location")).isEqualTo(header(first, "Location"));
    assertThat(header(client.send(client.head(client.at(second))), "Upload-Offset")).isEqualTo("0");
  }

  @Test
  @DisplayName("LP-59: tickets are looked at before anything of tus, and refused by the dialect")
  void ticketsFirst() {
    RequestUpload.Given used = house.ticket();
    client.send(
        client
            .post(used)
            .header("Upload-Length", "2")
            .header("Content-Type", BYTES)
            .body(TusClient.bytes("01")));
    RequestUpload.Given deleted = house.ticket();
    house.ports.videos().update(deleted.video().deleted(house.clock.instant()));

    Response none = client.send(Request.to("POST", DOOR));
    Response empty = client.send(Request.to("POST", DOOR + "?token="));
    Response bad = client.send(Request.to("POST", DOOR + "?token=x"));
    Response finished = client.send(Request.to("POST", DOOR + "?token=" + used.ticket()));
    Response gone = client.send(Request.to("POST", DOOR + "?token=" + deleted.ticket()));

    assertThat(none.status()).isEqualTo(401);
    assertThat(text(none)).isEqualTo("dialect: no token");
    assertThat(empty.status()).isEqualTo(401);
    assertThat(bad.status()).isEqualTo(403);
    assertThat(finished.status()).isEqualTo(422); // LP-52
    assertThat(text(finished)).isEqualTo("dialect: asset has already been uploaded");
    assertThat(gone.status()).isEqualTo(404); // LP-53
    assertThat(text(gone)).isEqualTo("dialect: asset not found");
  }

  /** A request and the text that refuses it. */
  record Row(String name, String method, boolean known, Headers headers, int status, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> texts() {
    Headers tus = Headers.of("Tus-Resumable", "1.0.0");
    Headers patch = tus.with("Content-Type", BYTES).with("Upload-Offset", "0");
    String gone = "The file for this url was not found\n";
    return Stream.of(
        new Row("no version", "PATCH", true, Headers.EMPTY, 412, "Tus-Resumable Required\n"),
        new Row(
            "another type",
            "PATCH",
            true,
            patch.with("Content-Type", "video/mp4"),
            400,
            "Invalid content-type\n"),
        new Row(
            "another offset",
            "PATCH",
            true,
            patch.with("Upload-Offset", "7"),
            409,
            "Upload-Offset conflict\n"),
        new Row("unknown PATCH", "PATCH", false, patch, 404, gone),
        new Row("unknown DELETE", "DELETE", false, tus, 404, gone),
        new Row("unknown HEAD", "HEAD", false, tus, 404, ""));
  }

  @ParameterizedTest
  @MethodSource("texts")
  @DisplayName("LP-63, TUS-294: in the words of the server that Livepeer runs")
  void speaksItsWords(Row row) {
    Upload upload = client.startedWith(8, "012");
    String address = row.known ? client.address(upload) : DOOR + "/0123456789abcdef";

    Response answer = client.send(Request.to(row.method, address).headers(row.headers));

    assertThat(answer.status()).isEqualTo(row.status);
    assertThat(text(answer)).isEqualTo(row.text);
  }

  @Test
  @DisplayName("LP-63: neither length")
  void noLength() {
    Response answer = client.send(client.post(house.ticket()));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).isEqualTo("Upload-Length or Upload-Defer-Length header required\n");
  }

  @Test
  @DisplayName("LP-64, LP-65, LP-58, TUS-292: up to the end, and HEAD answers after it")
  void finishes() {
    Upload upload = client.startedWith(5, "012");

    Response last = client.send(client.patch(upload, 3, "34"));

    assertThat(last.status()).isEqualTo(204);
    assertThat(header(last, "Upload-Offset")).isEqualTo("5");
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
    Response head = client.send(client.head(upload));
    assertThat(head.status()).isEqualTo(200);
    assertThat(header(head, "Upload-Offset")).isEqualTo("5");
    assertThat(header(head, "Upload-Length")).isEqualTo("5");
    assertThat(header(head, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  @DisplayName("LP-68: what the client calls its file does not rename the asset")
  void metadata_namesNothing() {
    var ticket = house.ticket();
    Response answer =
        client.send(
            client
                .post(ticket)
                .header("Upload-Length", "5")
                .header("Upload-Metadata", "filename aG9saWRheS5tcDQ=,filetype dmlkZW8vbXA0"));

    assertThat(answer.status()).isEqualTo(201);
    Video video = house.ports.videos().byId(ticket.video().id()).orElseThrow();
    assertThat(video.name()).isEqualTo(ticket.video().name()).isNotEqualTo("holiday.mp4");
  }

  @Test
  @DisplayName("LP-01: in any letter case, with a slash at the end")
  void anyCase() {
    Response answer =
        client.send(
            client
                .to("POST", "/API/Asset/upload/TUS/?token=" + house.ticket().ticket())
                .header("Upload-Length", "5"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Location")).startsWith("http://localhost" + DOOR + "/");
  }

  @Test
  @DisplayName("LP-28, LP-29, LP-30, LP-66, LP-67: browsers of any origin, with credentials")
  void browsers() {
    Response preflight =
        client.send(
            Request.to("OPTIONS", DOOR + "/x")
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "tus-resumable,upload-offset"));
    Response error = client.send(Request.to("POST", DOOR).header("Origin", "https://app.example"));

    assertThat(preflight.status()).isEqualTo(204);
    assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    assertThat(header(preflight, "Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(header(preflight, "Access-Control-Allow-Methods"))
        .isEqualTo("GET,HEAD,PUT,PATCH,POST,DELETE");
    assertThat(header(preflight, "Access-Control-Allow-Headers"))
        .isEqualTo("tus-resumable,upload-offset");
    assertThat(header(preflight, "Access-Control-Max-Age")).isEqualTo("none");
    assertThat(header(preflight, "Tus-Version")).isEqualTo("1.0.0");
    assertThat(header(preflight, "Tus-Extension")).startsWith("creation,");
    assertThat(header(error, "Access-Control-Expose-Headers"))
        .startsWith(
            "Authorization, Content-Type, Location, Tus-Extension, Tus-Max-Size, Tus-Resumable,"
                + " Tus-Version, Upload-Concat, Upload-Defer-Length, Upload-Length,"
                + " Upload-Metadata, Upload-Offset, X-HTTP-Method-Override, X-Requested-With,"
                + " X-Forwarded-Host, X-Forwarded-Proto, Forwarded")
        .contains("livepeer-playback-id");
  }

  @Test
  @DisplayName("LP-04: there is no 405")
  void notOffered() {
    Response answer = client.send(client.to("PUT", DOOR + "/x"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(text(answer)).isEqualTo("dialect: not found");
  }

  @Test
  @DisplayName("LP-70, LP-62: parts are refused, instead of each starting the upload over")
  void noParts() {
    Response answer =
        client.send(
            client
                .post(house.ticket())
                .header("Upload-Concat", "partial")
                .header("Upload-Length", "3"));

    assertThat(answer.status()).isEqualTo(400);
  }
}
