package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.header;
import static slipway.ingest.tus.TusClient.text;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.http.Request;
import slipway.http.Response;

/** {@code OPTIONS}, CORS, and methods that are not offered. */
final class TusOptionsTest {
  private final TusClient client = TusClient.files();

  @ParameterizedTest
  @ValueSource(strings = {"/files", "/files/", "/files/unknown", "/files//unknown/"})
  @DisplayName(
      "TUS-08, TUS-17, TUS-18, TUS-19, TUS-20, TUS-21, TUS-250, TUS-251: what the door can do")
  void tellsWhatItCan(String address) {
    Response answer = client.send(Request.to("OPTIONS", address).header("Tus-Resumable", "9.9"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer)).isEmpty();
    assertThat(header(answer, "Content-Length")).isEqualTo("0");
    assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
    assertThat(header(answer, "Tus-Max-Size")).isEqualTo("1000");
    assertThat(header(answer, "Tus-Extension"))
        .isEqualTo(
            "creation,creation-with-upload,creation-defer-length,expiration,checksum,"
                + "checksum-trailer,termination,concatenation,concatenation-unfinished");
    assertThat(header(answer, "Tus-Checksum-Algorithm"))
        .isEqualTo("sha1,sha256,sha512,md5,crc32,crc32c");
    assertThat(header(answer, "Upload-Limit")).isEqualTo("max-size=1000, max-age=604800");
  }

  @Test
  @DisplayName("TUS-143, TUS-144, TUS-145: a browser asks first")
  void preflight() {
    Response answer =
        client.send(
            Request.to("OPTIONS", "/files/x")
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "tus-resumable,x-app"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    assertThat(header(answer, "Access-Control-Allow-Credentials")).isEqualTo("none");
    assertThat(header(answer, "Access-Control-Max-Age")).isEqualTo("86400");
    assertThat(header(answer, "Access-Control-Allow-Methods").split(","))
        .contains("POST", "HEAD", "PATCH", "DELETE", "OPTIONS", "GET", "PUT");
    assertThat(header(answer, "Access-Control-Allow-Headers").split(","))
        .contains("Authorization", "Content-Type", "Origin", "X-Requested-With", "X-Request-ID")
        .contains("X-HTTP-Method-Override", "Tus-Resumable", "Upload-Length", "Upload-Offset")
        .contains("Upload-Metadata", "Upload-Defer-Length", "Upload-Concat", "Upload-Checksum")
        .contains("Upload-Complete", "Upload-Incomplete", "Upload-Draft-Interop-Version")
        .contains("Idempotency-Key", "Content-Digest", "Repr-Digest", "Want-Repr-Digest")
        .contains("x-app");
  }

  @Test
  @DisplayName("TUS-56, TUS-146, TUS-147: errors can be read by scripts too")
  void errorsHaveCors() {
    Response answer =
        client.send(client.to("HEAD", "/files/unknown").header("Origin", "https://app.example"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    assertThat(header(answer, "Vary")).isEqualTo("Origin");
    assertThat(Arrays.asList(header(answer, "Access-Control-Expose-Headers").split(", ")))
        .contains("Location", "Upload-Offset", "Upload-Length", "Upload-Metadata")
        .contains("Upload-Defer-Length", "Upload-Concat", "Upload-Expires", "Upload-Complete")
        .contains("Upload-Incomplete", "Upload-Limit", "Upload-Draft-Interop-Version")
        .contains("Tus-Version", "Tus-Resumable", "Tus-Extension", "Tus-Max-Size")
        .contains("Tus-Checksum-Algorithm", "Retry-After", "X-Request-ID", "Repr-Digest");
  }

  @Test
  @DisplayName("TUS-11, TUS-24, TUS-287: what is not offered is refused with what is")
  void notOffered() {
    Response put = client.send(client.to("PUT", "/files/x"));
    Response get = client.send(client.to("GET", "/files/x"));
    Response post = client.send(client.to("POST", "/files/x"));
    Response patch =
        client.send(client.to("POST", "/files/").header("X-HTTP-Method-Override", "PATCH"));

    assertThat(List.of(put.status(), get.status(), post.status(), patch.status()))
        .containsOnly(405);
    assertThat(header(put, "Allow").split(", "))
        .containsExactlyInAnyOrder("GET", "HEAD", "PATCH", "DELETE", "OPTIONS");
    assertThat(header(get, "Allow").split(", "))
        .containsExactlyInAnyOrder("HEAD", "PATCH", "DELETE", "OPTIONS");
    assertThat(header(patch, "Allow").split(", ")).containsExactlyInAnyOrder("POST", "OPTIONS");
    assertThat(header(put, "Tus-Resumable")).isEqualTo("1.0.0");
  }

  @Test
  @DisplayName("TUS-23: only POST can be overridden")
  void overrideOnlyOnPost() {
    Response answer =
        client.send(
            client
                .to("GET", client.address(client.startedWith(5, "012")))
                .header("X-HTTP-Method-Override", "DELETE"));

    assertThat(answer.status()).isEqualTo(405);
  }
}
