package slipway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bodies that handlers read whole share one budget of memory. */
class WholeBodiesTest {
  private static final int LARGE = 700 << 10;

  private static final HttpSettings ONE_MEBIBYTE =
      HttpSettings.defaults().withLimits(HttpSettings.Limits.defaults().withBodies(1 << 20));

  private static Response told(byte[] body) {
    return Response.text(200, body.length + " bytes");
  }

  private static void send(RawClient client, String path, int length) throws Exception {
    client.head("POST " + path + " HTTP/1.1", "Host: x", "Content-Length: " + length);
    client.send(new byte[length]);
  }

  @Test
  @DisplayName("REL-91: a body waits until the handler of another one has let go of its own")
  void body_waitsForMemory() throws Exception {
    var go = new CountDownLatch(1);
    BlockingQueue<String> read = new LinkedBlockingQueue<>();
    Handler handler =
        request -> {
          byte[] body = request.body().readAll(2 * LARGE);
          read.add(request.path().raw());
          if (request.path().raw().equals("/first")) {
            go.await();
          }
          return told(body);
        };
    try (var server = new LiveServer(ONE_MEBIBYTE, handler);
        var first = server.connect();
        var second = server.connect()) {
      send(first, "/first", LARGE);
      assertThat(read.poll(20, SECONDS)).isEqualTo("/first");
      send(second, "/second", LARGE);
      assertThat(read.poll(300, MILLISECONDS)).isNull();
      go.countDown();
      assertThat(first.read().text()).isEqualTo(LARGE + " bytes");
      assertThat(second.read().text()).isEqualTo(LARGE + " bytes");
    }
  }

  @Test
  @DisplayName("REL-91: a body counts as it arrives, and not by what its client announces")
  void announced_doesNotCount() throws Exception {
    Handler handler = request -> told(request.body().readAll(2 * LARGE));
    try (var server = new LiveServer(ONE_MEBIBYTE, handler);
        var slow = server.connect();
        var other = server.connect()) {
      slow.head("POST / HTTP/1.1", "Host: x", "Content-Length: " + LARGE, "Expect: 100-continue");
      assertThat(slow.read().status()).isEqualTo(100);
      slow.send(new byte[10]);
      send(other, "/", LARGE);
      assertThat(other.read().text()).isEqualTo(LARGE + " bytes");
      slow.send(new byte[LARGE - 10]);
      assertThat(slow.read().text()).isEqualTo(LARGE + " bytes");
    }
  }

  @Test
  @DisplayName("memory is given back whatever becomes of the request")
  void memory_isGivenBack() throws Exception {
    Handler handler =
        request -> {
          byte[] body = request.body().readAll(LARGE);
          switch (request.path().raw()) {
            case "/fails" -> throw new IllegalStateException(new String(body, 0, 0, ISO_8859_1));
            case "/hangs-up" -> throw new Hangup("on purpose");
            default -> {}
          }
          return told(body);
        };
    try (var server = new LiveServer(ONE_MEBIBYTE, handler)) {
      for (String path : new String[] {"/", "/fails", "/too-large", "/hangs-up", "/leaves"}) {
        try (var client = server.connect()) {
          if (path.equals("/leaves")) {
            client.head("POST / HTTP/1.1", "Host: x", "Content-Length: " + LARGE);
            client.send(new byte[LARGE - 1]).leave();
          } else {
            send(client, path, path.equals("/too-large") ? LARGE + 1 : LARGE);
          }
          server.access();
        }
        assertThat(server.bodiesHeld()).as(path).isZero();
      }
    }
  }

  @Test
  @DisplayName("REL-91: where there is no memory the client is told when to come again")
  void noMemory_isServiceUnavailable() throws Exception {
    Handler handler =
        _ -> {
          throw new BodyException.NoRoom(Duration.ofSeconds(5));
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.head("POST / HTTP/1.1", "Host: x", "Content-Length: 5");
      RawClient.Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("5");
      assertThat(answer.header("Connection")).isEqualTo("close");
    }
  }
}
