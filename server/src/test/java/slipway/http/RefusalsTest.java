package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a browser may read of a request that is refused before it is routed (TUS-56). */
class RefusalsTest {
  private static final String PAGE = "https://page.example";

  /** A site with that policy for refusals, or with none. */
  private record Site(@Nullable CorsPolicy policy) implements Handler {
    @Override
    public Response handle(Request request) {
      return Response.of(204);
    }

    @Override
    public Optional<CorsPolicy> corsOfRefusals() {
      return Optional.ofNullable(policy);
    }
  }

  private static CorsPolicy policy(boolean credentials) {
    return new CorsPolicy(
        (_, origin) -> origin.equals(PAGE),
        List.of("GET"),
        List.of(),
        List.of(),
        credentials,
        Duration.ZERO,
        200,
        /* privateNetwork= */ false);
  }

  private static RawClient.Answer refused(@Nullable CorsPolicy policy, String... lines)
      throws Exception {
    try (var server = new LiveServer(new Site(policy));
        var client = server.connect()) {
      return client.head(lines).read();
    }
  }

  private static final String LONG = "X-Long: " + "a".repeat(30_000);

  private static String allowed(RawClient.Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    return answer.header("Access-Control-Allow-Origin");
  }

  @Test
  @DisplayName("TUS-56: 431 names the page that asks, and only one that may")
  void headerBlock() throws Exception {
    String get = "GET / HTTP/1.1";
    String origin = "Origin: " + PAGE;
    var answer = refused(policy(false), get, "Host: x", origin, LONG, LONG, LONG);
    assertThat(allowed(answer, 431)).isEqualTo(PAGE);
    assertThat(answer.header("Vary")).isEqualTo("Origin");
    var line = refused(policy(true), get, "Host: x", origin, "X: " + "a".repeat(33_000));
    assertThat(allowed(line, 431)).isEqualTo(PAGE);
    assertThat(line.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    var other = refused(policy(false), get, "Host: x", "Origin: https://no", LONG, LONG, LONG);
    assertThat(allowed(other, 431)).isEmpty();
  }

  @Test
  @DisplayName("TUS-56: 431, 414 and 400 are for any page where none could be read")
  void unknownOrigin() throws Exception {
    String get = "GET / HTTP/1.1";
    String[] tooLate = {get, "Host: x", LONG, LONG, LONG, "Origin: " + PAGE};
    assertThat(allowed(refused(policy(false), tooLate), 431)).isEqualTo("*");
    assertThat(allowed(refused(policy(true), tooLate), 431)).isEmpty();
    String target = "GET /" + "a".repeat(40_000) + " HTTP/1.1";
    assertThat(allowed(refused(policy(false), target, "Host: x"), 414)).isEqualTo("*");
    assertThat(allowed(refused(policy(false), get, "Host: x", "a b: c"), 400)).isEqualTo("*");
  }

  @Test
  @DisplayName("TUS-56: 400 for what was read and not understood names the page")
  void malformed() throws Exception {
    var answer = refused(policy(false), "GET / HTTP/1.1", "Host: x", "Host: y", "Origin: " + PAGE);
    assertThat(allowed(answer, 400)).isEqualTo(PAGE);
  }

  @Test
  @DisplayName("TUS-150: a handler without a policy adds nothing")
  void noPolicy() throws Exception {
    var answer = refused(null, "GET / HTTP/1.1", "Host: x", "Host: y", "Origin: " + PAGE);
    assertThat(allowed(answer, 400)).isEmpty();
    assertThat(answer.header("Vary")).isEmpty();
  }

  @Test
  @DisplayName("TUS-56 TUS-207: over HTTP/2, too, 70 KiB of header fields are a 431 with its page")
  void http2() throws Exception {
    try (var server = new LiveServer(new Site(policy(false)));
        var client = new Http2Client(server.port())) {
      String part = "a".repeat(30_000);
      assertThat(client.open(true, "GET", "/", "x-a", part, "x-b", part).answer())
          .startsWith("204");
      var stream =
          client.open(true, "GET", "/", "x-a", part, "x-b", part, "x-c", part, "origin", PAGE);
      var head = (Http2Client.Said.Fields) stream.next();
      assertThat(head.status()).isEqualTo("431");
      assertThat(head.fields().first("access-control-allow-origin")).hasValue(PAGE);
    }
  }
}
