package slipway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two servers in a row might read differently (REL-90). */
class OddRequestsTest {

  private final AtomicInteger handled = new AtomicInteger();

  private Response handle(Request request) throws Exception {
    handled.incrementAndGet();
    byte[] body = request.body().readAll(1 << 20);
    return Response.text(200, request.path().raw() + "|" + new String(body, ISO_8859_1));
  }

  @ParameterizedTest
  @DisplayName("REL-90 TUS-206: refused with 400, the connection ends, nothing smuggled is served")
  @ValueSource(
      strings = {
        "POST / HTTP/1.1|Host: x|Content-Length: 5|Content-Length: 6||hello",
        "POST / HTTP/1.1|Host: x|Content-Length: 5, 6||hello",
        "POST / HTTP/1.1|Host: x|Content-Length: +5||hello",
        "POST / HTTP/1.1|Host: x|Content-Length: -5||hello",
        "POST / HTTP/1.1|Host: x|Content-Length: 5x||hello",
        "POST / HTTP/1.1|Host: x|Content-Length: 0x5||hello",
        "POST / HTTP/1.1|Host: x|Content-Length: 9223372036854775808||hello",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding: gzip||hello",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding: gzip, chunked||0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding: xchunked||0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding : chunked||0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding:| chunked||0||",
        "POST / HTTP/1.0|Host: x|Transfer-Encoding: chunked||0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||zz|hello|0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||-5|hello|0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||0x5|hello|0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||5|helloXX0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||fffffffffffffffff|hello|0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding: identity,| chunked||0||",
        "GET / HTTP/1.1|Host: x| folded: a||",
        "GET / HTTP/1.1|Host: x|No colon||",
        "GET / HTTP/1.1|Host: x|: no name||",
        "GET / HTTP/1.1|Host: x|Bad name: a||",
        "GET / HTTP/1.1||",
        "GET / HTTP/1.1|Host: x|Host: y||",
        "GET / HTTP/1.1|Host: x/../y||",
        "GET noslash HTTP/1.1|Host: x||",
        "GET /a b HTTP/1.1|Host: x||",
        "GET /a#b HTTP/1.1|Host: x||",
        "GET / HTTP/3.0|Host: x||",
        "G(ET / HTTP/1.1|Host: x||",
        "CONNECT other:443 HTTP/1.1|Host: x||"
      })
  void refused(String lines) throws Exception {
    String smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    try (var server = new LiveServer(this::handle);
        var client = server.connect()) {
      client.send(lines.replace("|", "\r\n") + smuggled);
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
      assertThat(handled.get()).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @DisplayName("REL-90: bare line feeds, NUL and carriage returns inside lines are refused")
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: x\n\n",
        "GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n",
        "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\001 HTTP/1.1\r\nHost: x\r\n\r\n",
      })
  void bareControlCharacters(String raw) throws Exception {
    try (var server = new LiveServer(this::handle);
        var client = server.connect()) {
      client.send(raw);
      assertThat(client.read().status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
      assertThat(handled).hasValue(0);
    }
  }

  @Test
  @DisplayName("TUS-205: with both lengths chunked wins and the connection ends")
  void bothLengths_chunkedWins() throws Exception {
    try (var server = new LiveServer(this::handle);
        var client = server.connect()) {
      client.head(
          "PATCH /a HTTP/1.1", "Host: x", "Content-Length: 3", "Transfer-Encoding: chunked");
      client.send("5\r\nhello\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
      var answer = client.read();
      assertThat(answer.text()).isEqualTo("/a|hello");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
      assertThat(handled).hasValue(1);
    }
  }

  @Test
  @DisplayName("TUS-205: with both lengths from a trusted proxy it is 400, and the connection ends")
  void bothLengthsFromAProxy_areRefused() throws Exception {
    var behindProxy = HttpSettings.defaults().trusting(List.of(AddressRange.parse("127.0.0.0/8")));
    try (var server = new LiveServer(behindProxy, this::handle);
        var client = server.connect();
        var plain = server.connect()) {
      client.head(
          "PATCH /a HTTP/1.1", "Host: x", "Content-Length: 3", "Transfer-Encoding: chunked");
      client.send("5\r\nhello\r\n0\r\n\r\n");
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(handled).hasValue(0);
      plain.head("PATCH /a HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      assertThat(plain.send("5\r\nhello\r\n0\r\n\r\n").read().text()).isEqualTo("/a|hello");
    }
  }

  @Test
  @DisplayName("REL-90: a folded line is one field")
  void foldedLine_isOneField() throws Exception {
    Handler handler = request -> Response.text(200, request.headers().all("X-Folded").toString());
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.head("GET /a HTTP/1.1", "Host: x", "X-Folded: a", "  X-Folded: b");
      assertThat(client.read().text()).isEqualTo("[a X-Folded: b]");
    }
  }

  @Test
  @DisplayName("REL-90: chunk extensions are passed over")
  void chunkExtensions_arePassedOver() throws Exception {
    try (var server = new LiveServer(this::handle);
        var client = server.connect()) {
      client.head("PATCH /a HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      client.send("5;name=value\r\nhello\r\n0;last\r\n\r\n");
      assertThat(client.read().text()).isEqualTo("/a|hello");
    }
  }

  @Test
  @DisplayName("TUS-207: 60 KiB of header fields pass, 70 KiB are 431")
  void headerBlock_isLimited() throws Exception {
    try (var server = new LiveServer(this::handle);
        var client = server.connect()) {
      String line = "X-Long: " + "a".repeat(30_000);
      client.head("GET / HTTP/1.1", "Host: x", line, line);
      assertThat(client.read().status()).isEqualTo(200);
      client.head("GET / HTTP/1.1", "Host: x", line, line, line);
      assertThat(client.read().status()).isEqualTo(431);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @DisplayName("TUS-207: a single line may have 32 KiB")
  @CsvSource({"32000,200", "33000,431"})
  void headerLine_isLimited(int length, int status) throws Exception {
    try (var server = new LiveServer(this::handle);
        var client = server.connect()) {
      client.head("GET / HTTP/1.1", "Host: x", "X-Long: " + "a".repeat(length));
      assertThat(client.read().status()).isEqualTo(status);
    }
  }

  @Test
  @DisplayName("REL-90: a target of more than 32 KiB is 414")
  void longTarget_isRefused() throws Exception {
    try (var server = new LiveServer(this::handle);
        var client = server.connect()) {
      client.head("GET /" + "a".repeat(40_000) + " HTTP/1.1", "Host: x");
      assertThat(client.read().status()).isEqualTo(414);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  @DisplayName("REL-90: ten thousand header fields are refused or served, never a hang")
  void manyHeaders() throws Exception {
    try (var server = new LiveServer(this::handle);
        var client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(9_000) + "\r\n");
      assertThat(client.read().status()).isEqualTo(200);
      client.send("GET / HTTP/1.1\r\nHost: x\r\n" + "abc: def\r\n".repeat(10_000) + "\r\n");
      assertThat(client.read().status()).isEqualTo(431);
    }
  }

  @Test
  void absoluteForm_namesTheHost() throws Exception {
    Handler handler = request -> Response.text(200, request.origin().url(request.path().raw()));
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.head("GET http://other.example:80/a?b HTTP/1.1", "Host: x");
      assertThat(client.read().text()).isEqualTo("http://other.example/a");
    }
  }

  @Test
  @DisplayName("TUS-204: an unknown expectation is 417")
  void unknownExpectation_isRefused() throws Exception {
    try (var server = new LiveServer(this::handle);
        var client = server.connect()) {
      client.head("POST / HTTP/1.1", "Host: x", "Expect: 200-ok", "Content-Length: 5");
      assertThat(client.read().status()).isEqualTo(417);
      assertThat(client.isEnded()).isTrue();
      assertThat(handled).hasValue(0);
    }
  }
}
