package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ending a server while it is busy (TUS-176). */
class ShutdownTest {

  private static HttpSettings grace(Duration grace) {
    var times = HttpSettings.Timeouts.defaults();
    return HttpSettings.defaults()
        .withTimeouts(
            new HttpSettings.Timeouts(
                times.header(),
                times.keepAlive(),
                times.bodyIdle(),
                times.writeIdle(),
                times.drain(),
                grace));
  }

  @Test
  @DisplayName("TUS-176: a running body is told, its answer arrives, idle connections end")
  void runningBody_isTold() throws Exception {
    var reading = new CountDownLatch(1);
    Handler handler =
        request -> {
          if (request.method().equals("HEAD")) {
            return Response.of(204);
          }
          reading.countDown();
          request.body().readAll(100);
          return Response.of(204);
        };
    try (var server = new LiveServer(handler);
        var client = server.connect();
        var idle = accepted(server)) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: 10").send("abc");
      reading.await();
      Thread stopping = Thread.ofVirtual().start(server.server()::close);
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(idle.isEnded()).isTrue();
      stopping.join();
      assertThatThrownBy(server::connect).isInstanceOf(IOException.class);
    }
  }

  /** A connection the server has taken; the kernel resets those that still wait for that. */
  private static RawClient accepted(LiveServer server) throws IOException {
    RawClient client = server.connect();
    client.head("HEAD / HTTP/1.1", "Host: x").readHead();
    return client;
  }

  @Test
  @DisplayName("TUS-176: an answer under way is finished within the grace")
  void runningAnswer_isFinished() throws Exception {
    var called = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    Handler handler =
        request -> {
          if (request.method().equals("HEAD")) {
            return Response.of(204);
          }
          called.countDown();
          go.await();
          return Response.text(200, "finished");
        };
    try (var server = new LiveServer(handler);
        var client = server.connect();
        var idle = accepted(server)) {
      client.head("GET / HTTP/1.1", "Host: x");
      called.await();
      Thread stopping = Thread.ofVirtual().start(server.server()::close);
      assertThat(idle.isEnded()).isTrue();
      go.countDown();
      assertThat(client.read().text()).isEqualTo("finished");
      stopping.join();
    }
  }

  @Test
  @DisplayName("TUS-176: a handler that does not end is left behind after the grace")
  void stuckHandler_isLeftBehind() throws Exception {
    var called = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    Handler handler =
        _ -> {
          called.countDown();
          go.await();
          return Response.text(200, "too late");
        };
    try (var server = new LiveServer(grace(Duration.ofMillis(200)), handler);
        var client = server.connect()) {
      client.head("GET / HTTP/1.1", "Host: x");
      called.await();
      server.server().close();
      assertThat(client.isEnded()).isTrue();
      go.countDown();
      assertThat(server.access().status()).as("not answered").isZero();
    }
  }

  @Test
  @DisplayName("TUS-176: a slow download ends with the grace, over HTTP/1.1 and over HTTP/2")
  void slowDownload_endsWithTheGrace() throws Exception {
    Handler handler =
        _ ->
            Response.of(200)
                .withContent(
                    new Content.Stream(
                        out -> {
                          while (true) {
                            out.write(new byte[1 << 20]);
                          }
                        },
                        Content.Stream.UNKNOWN));
    Duration grace = Duration.ofSeconds(4);
    try (var server = new LiveServer(grace(grace), handler);
        var one = server.connect();
        var two = new Http2Client(server.port())) {
      one.head("GET / HTTP/1.1", "Host: x");
      assertThat(two.open(true, "GET", "/").next()).isInstanceOf(Http2Client.Said.Fields.class);
      long begun = System.nanoTime();
      server.server().close();
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isLessThan(grace.plus(Duration.ofMillis(2500)));
    }
  }

  @Test
  void closingTwice_doesNothing() throws Exception {
    try (var server = new LiveServer(_ -> Response.of(204))) {
      server.server().close();
    }
  }

  @Test
  void takenPort_isAnError() throws Exception {
    try (var server = new LiveServer(_ -> Response.of(204))) {
      var same = HttpSettings.defaults().listeningOn("127.0.0.1", server.port());
      assertThatThrownBy(() ->
              HttpServer.start(
                  same, _ -> Response.of(204), () -> LiveServer.NOW, () -> "id", _ -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:");
    }
  }
}
