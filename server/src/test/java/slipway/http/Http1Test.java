package slipway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** HTTP/1 as seen by a client that writes its own bytes. */
class Http1Test {

  private static final Handler ECHO =
      request -> {
        String body = new String(request.body().readAll(1 << 20), UTF_8);
        return Response.text(200, request.method() + " " + request.path().raw() + " " + body);
      };

  @Test
  @DisplayName("TUS-14 TUS-59: an answer carries nosniff, the request id and the date")
  void answer_carriesTheServersFields() throws Exception {
    try (var server = new LiveServer(ECHO);
        var client = server.connect()) {
      var answer = client.head("GET / HTTP/1.1", "Host: x").read();
      assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
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
        client.head("PATCH /" + i + " HTTP/1.1", "Host: x", "Content-Length: 3").send("abc");
        assertThat(client.read().text()).isEqualTo("PATCH /" + i + " abc");
      }
    }
  }

  @Test
  @DisplayName("TUS-209 REL-90: requests sent ahead are answered in order, bodies and all")
  void pipelinedRequests_areAnsweredInOrder() throws Exception {
    try (var server = new LiveServer(ECHO);
        var client = server.connect()) {
      var all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        all.append("POST /").append(i).append(" HTTP/1.1\r\nHost: x\r\n");
        if (i % 2 == 0) {
          all.append("Content-Length: 4\r\n\r\nab").append(10 + i);
        } else {
          all.append("Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\n")
              .append(10 + i)
              .append("\r\n0\r\n\r\n");
        }
      }
      client.send(all.toString());
      for (int i = 0; i < 50; i++) {
        assertThat(client.read().text()).isEqualTo("POST /" + i + " ab" + (10 + i));
      }
    }
  }

  @Test
  @DisplayName("TUS-210 REL-90: HTTP/1.0 with Content-Length works and the connection ends")
  void http10_works() throws Exception {
    try (var server = new LiveServer(ECHO);
        var client = server.connect()) {
      var answer = client.head("POST /a HTTP/1.0", "Content-Length: 2").send("hi").read();
      assertThat(answer.text()).isEqualTo("POST /a hi");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  @DisplayName("REL-90: HTTP/1.0 with keep-alive is kept")
  void http10_keepAlive_isKept() throws Exception {
    try (var server = new LiveServer(ECHO);
        var client = server.connect()) {
      var answer = client.head("GET /a HTTP/1.0", "Connection: keep-alive").read();
      assertThat(answer.header("Connection")).isEqualTo("keep-alive");
      assertThat(client.head("GET /b HTTP/1.0").read().text()).isEqualTo("GET /b ");
    }
  }

  @Test
  void connectionClose_isHonoured() throws Exception {
    try (var server = new LiveServer(ECHO);
        var client = server.connect()) {
      client.head("GET / HTTP/1.1", "Host: x", "Connection: close");
      assertThat(client.read().header("Connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  @DisplayName("REL-90: a client that says it will send no more still gets its answer")
  void halfClosedClient_getsItsAnswer() throws Exception {
    try (var server = new LiveServer(ECHO);
        var client = server.connect()) {
      client.head("GET /half HTTP/1.1", "Host: x").socket().shutdownOutput();
      assertThat(client.read().text()).isEqualTo("GET /half ");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void head_hasTheLengthAndNoContent() throws Exception {
    try (var server = new LiveServer(ECHO);
        var client = server.connect()) {
      var head = client.head("HEAD /abc HTTP/1.1", "Host: x").readHead();
      assertThat(head.header("Content-Length")).isEqualTo("10");
      assertThat(client.head("GET /abc HTTP/1.1", "Host: x").read().text()).isEqualTo("GET /abc ");
    }
  }

  @Test
  @DisplayName("LP-28: a 204 keeps the Content-Length: 0 that its handler wants")
  void noContent_keepsExplicitLength() throws Exception {
    Handler handler = _ -> Response.of(204).with("Content-Length", "0");
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      var answer = client.head("OPTIONS / HTTP/1.1", "Host: x").read();
      assertThat(answer.header("Content-Length")).isEqualTo("0");
    }
  }

  @Test
  void noContent_hasNoLengthByItself() throws Exception {
    try (var server = new LiveServer(_ -> Response.of(204));
        var client = server.connect()) {
      var answer = client.head("DELETE / HTTP/1.1", "Host: x").read();
      assertThat(answer.headers().has("Content-Length")).isFalse();
      assertThat(client.head("DELETE / HTTP/1.1", "Host: x").read().status()).isEqualTo(204);
    }
  }

  @Test
  @DisplayName("TUS-54: tus's 460 goes out with its own phrase")
  void reasonPhrase_isSent() throws Exception {
    try (var server = new LiveServer(_ -> Response.of(460).withReason("Checksum Mismatch"));
        var client = server.connect()) {
      assertThat(client.head("GET / HTTP/1.1", "Host: x").read().statusLine())
          .isEqualTo("HTTP/1.1 460 Checksum Mismatch");
    }
  }

  @Test
  @DisplayName("TUS-217: 104 over HTTP/1.1 carries its fields and comes before the final answer")
  void interimAnswer_isSentWithItsFields() throws Exception {
    Handler handler =
        request -> {
          request.inform(104, Headers.of("Location", "/files/7", "Upload-Offset", "12"));
          return Response.text(201, "made");
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      var interim = client.head("POST / HTTP/1.1", "Host: x").read();
      assertThat(interim.status()).isEqualTo(104);
      assertThat(interim.header("Location")).isEqualTo("/files/7");
      assertThat(interim.header("Upload-Offset")).isEqualTo("12");
      assertThat(client.read().text()).isEqualTo("made");

      var old = client.head("POST / HTTP/1.0").read();
      assertThat(old.status()).as("no interim answer over HTTP/1.0 (TUS-210)").isEqualTo(201);
    }
  }

  @Test
  void failure_becomesABare500_andTheConnectionGoesOn() throws Exception {
    Handler handler =
        request -> {
          if (request.path().raw().equals("/bad")) {
            throw new IllegalStateException("secret /srv/path");
          }
          return Response.text(200, "fine");
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      var answer = client.head("GET /bad HTTP/1.1", "Host: x").read();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).contains("id-1").doesNotContain("secret");
      assertThat(client.head("GET /good HTTP/1.1", "Host: x").read().text()).isEqualTo("fine");
    }
  }

  @Test
  @DisplayName("TUS-159: a hang-up ends the connection without an answer")
  void hangup_endsTheConnection() throws Exception {
    Handler handler =
        _ -> {
          throw new Hangup("displaced");
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      assertThat(client.head("GET / HTTP/1.1", "Host: x").isEnded()).isTrue();
      assertThat(server.access().status()).isZero();
    }
  }

  @Test
  @DisplayName("TUS-175 REL-91: a header block that never ends is cut off")
  void slowHead_isCutOff() throws Exception {
    var times = HttpSettings.Timeouts.defaults();
    var quick =
        new HttpSettings.Timeouts(
            Duration.ofMillis(200),
            times.keepAlive(),
            times.bodyIdle(),
            times.writeIdle(),
            times.drain(),
            times.shutdownGrace());
    try (var server = new LiveServer(HttpSettings.defaults().withTimeouts(quick), ECHO);
        var silent = server.connect();
        var slow = server.connect()) {
      slow.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow");
      assertThat(slow.isEnded()).isTrue();
      assertThat(silent.isEnded()).isTrue();
    }
  }

  @Test
  void access_isReported() throws Exception {
    var site =
        Site.of(
            Area.at("/api", new Routes().post("/asset/{id}", _ -> Response.text(201, "12345"))));
    try (var server = new LiveServer(site);
        var client = server.connect()) {
      client.head("POST /api/asset/7?token=secret HTTP/1.1", "Host: x", "Content-Length: 3");
      client.send("abc").read();
      AccessListener.Access access = server.access();
      assertThat(access.method()).isEqualTo("POST");
      assertThat(access.route()).isEqualTo("/api/asset/{id}");
      assertThat(access.path()).isEqualTo("/api/asset/7");
      assertThat(access.status()).isEqualTo(201);
      assertThat(access.bytesOut()).isEqualTo(5);
      assertThat(access.requestId()).isEqualTo("id-1");
    }
  }

  @Test
  void requestId_isBoundWhileTheHandlerRuns() throws Exception {
    try (var server = new LiveServer(_ -> Response.text(200, Request.CURRENT_ID.get()));
        var client = server.connect()) {
      client.head("GET / HTTP/1.1", "Host: x", "X-Request-ID: mine");
      assertThat(client.read().text()).isEqualTo("mine");
    }
  }
}
