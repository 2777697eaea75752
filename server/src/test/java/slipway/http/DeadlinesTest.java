package slipway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is too slow with its header block, or idle for too long, ends (TUS-175). */
class DeadlinesTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  /** HEADERS of stream 1 with a payload of three bytes: GET, /, http, not yet the end. */
  private static final byte[] HEADERS = {
    0, 0, 3, 1, 0x1, 0, 0, 0, 1, (byte) 0x82, (byte) 0x84, (byte) 0x86
  };

  private static final byte[] CONTINUATION = {0, 0, 0, 9, 0x4, 0, 0, 0, 1};

  private static HttpSettings times(Duration header, Duration keepAlive) {
    var times = HttpSettings.Timeouts.defaults();
    return HttpSettings.defaults()
        .withTimeouts(
            new HttpSettings.Timeouts(
                header,
                keepAlive,
                times.bodyIdle(),
                times.writeIdle(),
                times.drain(),
                times.shutdownGrace()));
  }

  private static byte[] preface() {
    return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);
  }

  private static byte[] all(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  @DisplayName("TUS-233: a client that takes no interim answers does not keep its handler for ever")
  void interim_unread_ends() throws Exception {
    var told = new CompletableFuture<String>();
    Headers long20 = Headers.of("X-Filler", "x".repeat(20_000));
    Handler handler =
        request -> {
          try {
            while (true) {
              request.inform(104, long20);
            }
          } catch (IOException unread) {
            told.complete(unread.getMessage());
          }
          return Response.of(204);
        };
    try (var server = new LiveServer(handler);
        var client = RawClient.narrow(server.port(), 4_096)) {
      client.head("POST / HTTP/1.1", "Host: x", "Content-Length: 0");
      assertThat(told.get(60, SECONDS)).isEqualTo("the client takes no interim answers");
    }
  }

  @Test
  @DisplayName("TUS-175: HTTP/2 without the client's first frame is closed")
  void http2_withoutSettings_isClosed() throws Exception {
    try (var server = new LiveServer(times(SHORT, LONG), _ -> Response.of(204));
        var client = server.connect()) {
      client.send(preface()).send(new byte[] {0, 0, 0, 4});
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  @DisplayName("TUS-175: HTTP/2 whose header block does not end is closed")
  void http2_unfinishedBlock_isClosed() throws Exception {
    try (var server = new LiveServer(times(SHORT, LONG), _ -> Response.of(204));
        var client = server.connect()) {
      client.send(all(preface(), SETTINGS, HEADERS));
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  @DisplayName("TUS-175: HTTP/2 that stops within a frame of headers is closed")
  void http2_unfinishedFrame_isClosed() throws Exception {
    try (var server = new LiveServer(times(SHORT, LONG), _ -> Response.of(204));
        var client = server.connect()) {
      client.send(all(preface(), SETTINGS)).send(new byte[] {0, 0, 3, 1, 0x5, 0, 0, 0, 1, 0x41});
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  @DisplayName("TUS-175: HTTP/2 whose header block came in time is not closed, byte by byte")
  void http2_finishedBlock_isServed() throws Exception {
    var handled = new AtomicInteger();
    Handler handler =
        _ -> {
          handled.incrementAndGet();
          Thread.sleep(3 * SHORT.toMillis());
          return Response.of(204);
        };
    try (var server = new LiveServer(times(Duration.ofSeconds(2), LONG), handler);
        var client = server.connect()) {
      for (byte b : all(preface(), SETTINGS, HEADERS, CONTINUATION)) {
        client.send(new byte[] {b});
      }
      await().until(() -> handled.get() == 1);
      assertThat(server.access().status()).isEqualTo(204);
      client.socket().setSoTimeout(2500);
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  @DisplayName(
      "TUS-175: HTTP/2 without an open stream ends with GOAWAY, one with a stream does not")
  void http2_idle_ends() throws Exception {
    // Long enough for a client that has yet to load its classes.
    Duration idle = Duration.ofSeconds(2);
    Handler handler =
        _ -> {
          Thread.sleep(idle.plus(SHORT));
          return Response.text(200, "ok");
        };
    try (var server = new LiveServer(times(LONG, idle), handler);
        var client = new Http2Client(server.port())) {
      assertThat(client.open(true, "GET", "/slow").answer()).isEqualTo("200 ok");
      assertThat(client.connectionEvent()).isEqualTo("goaway");
      assertThat(client.connectionEvent()).isEqualTo("closed");
    }
  }

  @Test
  @DisplayName("TUS-169: an HTTP/2 client that closes its side is gone, its body ends at once")
  void http2_clientCloses() throws Exception {
    Handler handler =
        request -> {
          request.body().readAll(10);
          return Response.of(204);
        };
    byte[] upload = HEADERS.clone();
    upload[4] = 0x4; // the block ends, the stream does not
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.send(all(preface(), SETTINGS, upload));
      await().until(() -> server.windowsTaken() > 0);
      client.socket().shutdownOutput();
      assertThat(client.isClosed()).isTrue();
      assertThat(server.access()).isNotNull();
    }
  }

  @Test
  @DisplayName("TUS-169: an HTTP/2 client that has sent all of its request gets its answer, though")
  void http2_clientClosesBehindItsRequest() throws Exception {
    Handler handler =
        _ -> {
          Thread.sleep(SHORT);
          return Response.of(204);
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.send(all(preface(), SETTINGS, HEADERS, CONTINUATION));
      client.socket().shutdownOutput();
      assertThat(typesOfFrames(client.socket().getInputStream().readAllBytes())).contains(1);
    }
  }

  private static List<Integer> typesOfFrames(byte[] bytes) {
    List<Integer> types = new ArrayList<>();
    for (int at = 0; at + 9 <= bytes.length; ) {
      types.add((int) bytes[at + 3]);
      at += 9 + (ByteBuffer.wrap(bytes).getInt(at) >>> 8);
    }
    return types;
  }

  @Test
  @DisplayName("TUS-175: HTTP/1.1, a later head has the time of the first one, from its first byte")
  void http1_laterHead_isClosed() throws Exception {
    try (var server = new LiveServer(times(Duration.ofSeconds(1), LONG), _ -> Response.of(204));
        var client = server.connect()) {
      client.head("GET / HTTP/1.1", "Host: x").read();
      Thread.sleep(1500);
      client.head("GET / HTTP/1.1", "Host: x").read();
      client.send("GET / HTTP/1.1\r\nHost: x\r\n");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  @DisplayName("TUS-175: HTTP/1.1, a head that begins behind another request has no more time")
  void http1_headBehindARequest_isClosed() throws Exception {
    try (var server = new LiveServer(times(SHORT, LONG), _ -> Response.of(204));
        var client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHo").read();
      assertThat(client.isEnded()).isTrue();
    }
  }
}
