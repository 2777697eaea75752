package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.account.ApiKey;
import slipway.core.account.KeyAccess;
import slipway.core.account.KeyText;
import slipway.http.Request;
import slipway.http.Response;

/** What pages may read at the address where an upload of Cloudflare's dialect is created. */
final class CloudflarePagesTest extends CloudflareWingCase {
  private static final String PAGE = "https://page.example";

  /** TUS-146. */
  private static final List<String> OF_TUS =
      List.of(
          "Location",
          "Upload-Offset",
          "Upload-Length",
          "Upload-Metadata",
          "Upload-Defer-Length",
          "Upload-Concat",
          "Upload-Expires",
          "Upload-Complete",
          "Upload-Incomplete",
          "Upload-Limit",
          "Upload-Draft-Interop-Version",
          "Tus-Version",
          "Tus-Resumable",
          "Tus-Extension",
          "Tus-Max-Size",
          "Tus-Checksum-Algorithm",
          "Retry-After",
          "X-Request-ID",
          "Repr-Digest",
          "stream-media-id");

  CloudflarePagesTest() {
    key("of the page", new KeyAccess(List.of(PAGE), /* corsFullAccess= */ true));
    key("only reads", new KeyAccess(List.of(PAGE), /* corsFullAccess= */ false));
  }

  private void key(String text, KeyAccess access) {
    house
        .ports
        .accounts()
        .addKey(
            new ApiKey(
                UUID.nameUUIDFromBytes(new byte[] {(byte) text.length()}),
                /* account= */ 1,
                text,
                KeyText.hash(text),
                access,
                house.clock.instant()));
  }

  private static Request.Builder by(String key, String method, String target) {
    return by(key, method, target, /* version= */ "1.0.0");
  }

  private static Request.Builder by(String key, String method, String target, String version) {
    Request.Builder request =
        Request.to(method, target)
            .header("Origin", PAGE)
            .header("Tus-Resumable", version)
            .header("Upload-Length", "6");
    return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
  }

  private static void isReadable(Response answer, int status) {
    assertThat(answer.status()).as(text(answer)).isEqualTo(status);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(PAGE);
    assertThat(answer.headers().list("Access-Control-Expose-Headers")).containsAll(OF_TUS);
  }

  @Test
  @DisplayName("TUS-146 a page reads every field of tus where it creates an upload and goes on")
  void exposed() {
    Response created = send(by("of the page", "POST", STREAM));
    isReadable(created, 201);
    String target = header(created, "Location").substring("https://video.example".length());
    isReadable(send(by("", "HEAD", target)), 200);
    isReadable(
        send(
            by("", "PATCH", target)
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .body(new byte[6])),
        204);
  }

  @Test
  @DisplayName("TUS-56 a page reads why it is refused: no key, a wrong one, what it may not do")
  void refusals() {
    isReadable(send(by("", "POST", STREAM)), 401);
    isReadable(send(by("of nobody", "POST", STREAM)), 401);
    isReadable(send(by("only reads", "POST", STREAM)), 403);
    isReadable(
        send(by("of the page", "POST", "/client/v4/accounts/" + "0".repeat(32) + "/stream")), 403);
    isReadable(send(by("of the page", "POST", STREAM).header("Upload-Metadata", "name no!")), 400);
    isReadable(send(by("", "POST", STREAM, /* version= */ "0.2.2")), 412);
    isReadable(send(by("", "PATCH", STREAM)), 405);
    isReadable(send(by("", "HEAD", "/client/v4/nowhere")), 404);
  }

  @Test
  @DisplayName("TUS-149 with a key of others the answer stays unreadable, whatever it says")
  void others() {
    for (Request.Builder request :
        List.of(by("k", "POST", STREAM), by("k", "GET", STREAM), by("stranger", "POST", STREAM))) {
      assertThat(header(send(request), "Access-Control-Allow-Origin")).isEqualTo("none");
    }
  }

  @Test
  @DisplayName("TUS-143, TUS-144, TUS-145 the question before it is answered as elsewhere")
  void preflight() {
    Response answer =
        send(
            Request.to("OPTIONS", STREAM)
                .header("Origin", PAGE)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-of-the-app"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(header(answer, "Access-Control-Max-Age")).isEqualTo("86400");
    assertThat(answer.headers().list("Access-Control-Allow-Methods")).contains("POST", "OPTIONS");
    assertThat(answer.headers().list("Access-Control-Allow-Headers"))
        .contains("Tus-Resumable", "Upload-Length", "Upload-Metadata", "Upload-Creator")
        .contains("Authorization", "x-of-the-app");
  }
}
