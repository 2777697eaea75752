package slipway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class Http1Test {

  private static final Handler ECHO =
      request ->
          Response.bytes(
              200,
              "text/plain",
              (request.method() + " " + new String(request.body().readAll(1 << 20), UTF_8))
                  .getBytes(UTF_8));

  @Test
  @DisplayName("TUS-14 TUS-59: an answer carries nosniff, the request id and the date")
  void answer_carriesTheServersFields() throws Exception {
    try (var server = new LiveServer(ECHO);
        var client = server.connect()) {
      var answer = client.head("GET / HTTP/1.1", "Host: x").read();
      assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(answer.text()).isEqualTo("GET ");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("X-Request-ID")).isEqualTo("id-1");
      assertThat(answer.header("Date")).isEqualTo("Sat, 21 Nov 2026 04:05:06 GMT");

      client.head("GET / HTTP/1.1", "Host: x", "X-Request-ID: abc\tdef-" + "x".repeat(40));
      assertThat(client.read().header("X-Request-ID")).isEqualTo("abcdef-" + "x".repeat(29));
    }
  }

  @Test
  @DisplayName("TUS-208: a thousand requests on one connection")
  void connection_isKept() throws Exception {
    try (var server = new LiveServer(ECHO);
        var client = server.connect()) {
      for (int i = 0; i < 1000; i++) {
        client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: 3").send("abc");
        assertThat(client.read().text()).isEqualTo("PATCH abc");
      }
    }
  }
}
