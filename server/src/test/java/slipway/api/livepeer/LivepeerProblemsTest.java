package slipway.api.livepeer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.problem.Problem;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Request;
import slipway.http.Response;

/** The answers to problems, on the JSON paths and on the two upload addresses. */
class LivepeerProblemsTest {
  private static final String DIRECT = LivepeerRoutes.DIRECT + "?token=x";
  private static final String TUS = LivepeerRoutes.TUS + "?token=x";
  private static final String STARTED = LivepeerRoutes.TUS + "/5ec2e7";

  @Test
  @DisplayName("LP-51, LP-55, LP-59 tickets that open nothing")
  void tickets() throws IOException {
    var missing = new Problem.BadTicket("jwt must be provided");
    String prefix = "Invalid signed upload URL: ";

    assertErrors(DIRECT, missing, 403, prefix + "JsonWebTokenError: jwt must be provided");
    assertErrors(TUS, missing, 401, "Missing uploadToken metadata from /request-upload API");
    for (String address : new String[] {DIRECT, TUS}) {
      assertErrors(
          address,
          new Problem.BadTicket("jwt malformed"),
          403,
          prefix + "JsonWebTokenError: jwt malformed");
      assertErrors(
          address,
          new Problem.BadTicket("jwt expired"),
          403,
          prefix + "TokenExpiredError: jwt expired");
    }
  }

  @Test
  @DisplayName("LP-52, LP-53, LP-59 used tickets and deleted assets")
  void usedTickets() throws IOException {
    for (String address : new String[] {DIRECT, TUS}) {
      assertErrors(address, new Problem.AlreadyUploaded(), 422, "asset has already been uploaded");
      assertErrors(address, new Problem.NotFound("asset not found"), 404, "asset not found");
    }
  }

  @Test
  @DisplayName("LP-63 tus's own complaints are plain text")
  void tusTexts() throws IOException {
    assertPlain(STARTED, new Problem.OffsetMismatch(1, 2), 409, "Upload-Offset conflict\n");
    String lost = "The file for this url was not found\n";
    assertPlain(STARTED, new Problem.NotFound("upload not found"), 404, lost);
    assertPlain(STARTED, new Problem.UploadExpired(), 404, lost);
    assertPlain(TUS, new Problem.BadField("Upload-Length", "no length"), 400, "no length\n");
  }

  @Test
  @DisplayName("LP-11 status by class; waiting is told in seconds")
  void statuses() throws IOException {
    String path = "/api/asset";
    assertErrors(path, new Problem.NoSpace(), 507, new Problem.NoSpace().message());
    assertErrors(path, new Problem.NotConfigured("no IPFS endpoint"), 501, "no IPFS endpoint");
    assertErrors(path, new Problem.BadField("a", "wrong"), 422, "wrong");
    assertErrors(path, new Problem.WrongState("not now"), 400, "not now");
    assertErrors(path, new Problem.TooLarge(5), 413, new Problem.TooLarge(5).message());
    Response busy = render(path, new Problem.OverQuota("too many", Duration.ofSeconds(90)));
    assertThat(busy.status()).isEqualTo(429);
    assertThat(busy.headers().first("Retry-After")).contains("90");
    Response locked = render(STARTED, new Problem.Locked(Duration.ofMillis(5)));
    assertThat(locked.status()).isEqualTo(423);
    assertThat(locked.headers().first("Retry-After")).contains("1");
  }

  @Test
  @DisplayName("LP-10 what nobody foresaw is 500 with a reference and no cause")
  void unforeseen_tellsOnlyAReference() throws IOException {
    Request request = Request.to("GET", "/api/asset").id("r-17").build();
    Response response = LivepeerProblems.render(new IllegalStateException("/secret/path"), request);

    assertThat(response.status()).isEqualTo(500);
    assertThat(text(response))
        .isEqualTo("{\"errors\":[\"Internal server error: reference r-17\"]}");
  }

  @Test
  @DisplayName("LP-07 bodies that end early or late")
  void bodies() throws IOException {
    Request request = Request.to("POST", "/api/asset/request-upload").build();

    Response large = LivepeerProblems.render(new BodyException.TooLarge(5), request);
    assertThat(large.status()).isEqualTo(413);
    assertThat(text(large)).isEqualTo("{\"errors\":[\"request entity too large\"]}");
    assertThat(LivepeerProblems.render(new BodyException.IdleTimeout(), request).status())
        .isEqualTo(408);
    assertThat(LivepeerProblems.render(new BodyException.Malformed(), request).status())
        .isEqualTo(400);
    assertThat(LivepeerProblems.render(new BodyException.ServerStopping(), request).status())
        .isEqualTo(503);
    Response full =
        LivepeerProblems.render(new BodyException.NoRoom(Duration.ofSeconds(5)), request);
    assertThat(full.status()).isEqualTo(503);
    assertThat(full.headers().first("Retry-After")).contains("5");
    assertThat(text(full)).isEqualTo("{\"errors\":[\"the server is busy; try again later\"]}");
    assertThatThrownBy(() -> LivepeerProblems.render(new BodyException.ClientGone(), request))
        .isInstanceOf(Hangup.class);
  }

  private static void assertErrors(String target, Problem problem, int status, String error)
      throws IOException {
    Response response = render(target, problem);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers().first("Content-Type"))
        .contains("application/json; charset=utf-8");
    assertThat(text(response)).isEqualTo("{\"errors\":[\"" + error + "\"]}");
  }

  private static void assertPlain(String target, Problem problem, int status, String text)
      throws IOException {
    Response response = render(target, problem);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers().first("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(text(response)).isEqualTo(text);
  }

  private static Response render(String target, Problem problem) {
    return LivepeerProblems.render(problem, Request.to("POST", target).build());
  }

  private static String text(Response response) throws IOException {
    return new String(response.content().toBytes(), UTF_8);
  }
}
