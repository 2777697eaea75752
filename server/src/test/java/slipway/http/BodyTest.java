package slipway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bodies pulled from a live socket. */
class BodyTest {

  /** Reads to the end and keeps what came and how it ended. */
  private static final class Sink implements Handler {
    final AtomicLong received = new AtomicLong();
    final BlockingQueue<Body> bodies = new LinkedBlockingQueue<>();
    final BlockingQueue<String> endings = new LinkedBlockingQueue<>();

    @Override
    public Response handle(Request request) throws Exception {
      bodies.add(request.body());
      while (true) {
        try (Chunk chunk = request.body().next()) {
          if (chunk == null) {
            endings.add("whole");
            return Response.text(200, received + " bytes");
          }
          received.addAndGet(chunk.length());
        } catch (BodyException ending) {
          endings.add(ending.getClass().getSimpleName());
          throw ending;
        }
      }
    }

    String ending() throws InterruptedException {
      String ending = endings.poll(10, SECONDS);
      return ending == null ? "none" : ending;
    }
  }

  private static HttpSettings idleAfter(Duration idle) {
    var times = HttpSettings.Timeouts.defaults();
    return HttpSettings.defaults()
        .withTimeouts(
            new HttpSettings.Timeouts(
                times.header(),
                times.keepAlive(),
                idle,
                times.writeIdle(),
                times.drain(),
                times.shutdownGrace()));
  }

  @Test
  @DisplayName("TUS-200: chunked and declared bodies arrive whole, trailers after them")
  void body_arrivesWhole() throws Exception {
    Handler handler =
        request -> {
          String text = new String(request.body().readAll(100), ISO_8859_1);
          String checksum = request.body().trailers().first("Upload-Checksum").orElse("none");
          return Response.text(200, request.body().declaredLength() + " " + text + " " + checksum);
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      client.send("3\r\nabc\r\n2\r\nde\r\n0\r\nUpload-Checksum: sha1 x=\r\n\r\n");
      assertThat(client.read().text()).isEqualTo("OptionalLong.empty abcde sha1 x=");
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: 2").send("hi");
      assertThat(client.read().text()).isEqualTo("OptionalLong[2] hi none");
      client.head("PATCH / HTTP/1.1", "Host: x");
      assertThat(client.read().text()).isEqualTo("OptionalLong[0]  none");
    }
  }

  @Test
  @DisplayName("TUS-177: a handler that does not read stops the client, memory stays bounded")
  void slowHandler_stopsTheClient() throws Exception {
    var permits = new Semaphore(0);
    var received = new AtomicLong();
    Handler handler =
        request -> {
          while (true) {
            permits.acquire();
            try (Chunk chunk = request.body().next()) {
              if (chunk == null) {
                return Response.text(200, "done");
              }
              received.addAndGet(chunk.length());
            }
          }
        };
    long size = 256L << 20;
    var sent = new AtomicLong();
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.socket().setSendBufferSize(64 << 10);
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: " + size);
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                byte[] block = new byte[64 << 10];
                try {
                  while (sent.get() < size) {
                    client.send(block);
                    sent.addAndGet(block.length);
                  }
                } catch (IOException stopped) {
                  throw new IllegalStateException(stopped);
                }
              });
      permits.release(4);
      // The sender stands still once the window and the kernel's buffers are full.
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            long before = sent.get();
            sender.join(Duration.ofMillis(300));
            return before > 0 && sent.get() == before;
          });
      assertThat(received.get()).isLessThanOrEqualTo(4 * (256 << 10));
      assertThat(sent.get()).isLessThan(32L << 20);
      permits.release(Integer.MAX_VALUE / 2);
      assertThat(client.read().text()).isEqualTo("done");
      assertThat(received).hasValue(size);
    }
  }

  @Test
  @DisplayName("TUS-153 TUS-154: stop() wakes a handler that waits for the socket, at once")
  void stop_wakesTheHandler() throws Exception {
    var sink = new Sink();
    try (var server = new LiveServer(sink);
        var client = server.connect()) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: 1000").send("some");
      Body body = sink.bodies.take();
      await().until(() -> sink.received.get() == 4);
      body.stop("displaced");
      // Not woken, it would go on until the idle time is over, and say so.
      assertThat(sink.ending()).isEqualTo("Stopped");
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.header("Connection")).isEqualTo("close");
    }
  }

  @Test
  @DisplayName("TUS-155: what had arrived before stop() is still handed out")
  void stop_keepsWhatArrived() throws Exception {
    var stopped = new CountDownLatch(1);
    var sink = new Sink();
    var bodies = new LinkedBlockingQueue<Body>();
    Handler handler =
        request -> {
          bodies.add(request.body());
          stopped.await();
          return sink.handle(request);
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.send("PATCH / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nsome bytes");
      bodies.take().stop("displaced");
      stopped.countDown();
      assertThat(sink.ending()).isEqualTo("Stopped");
      assertThat(sink.received).hasValue(10);
    }
  }

  @Test
  @DisplayName("TUS-170 TUS-172: every byte before a FIN is handed out")
  void fin_losesNothing() throws Exception {
    var sink = new Sink();
    try (var server = new LiveServer(sink);
        var client = server.connect()) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: 9000000");
      client.send(new byte[5_000_000]);
      client.leave();
      assertThat(sink.ending()).isEqualTo("ClientGone");
      assertThat(sink.received).hasValue(5_000_000);
    }
  }

  @Test
  @DisplayName("TUS-170: every byte that arrived before a RST is handed out")
  void reset_losesNothing() throws Exception {
    var sink = new Sink();
    try (var server = new LiveServer(sink);
        var client = server.connect()) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: 9000000");
      client.send(new byte[1_000_000]);
      await().until(() -> sink.received.get() == 1_000_000);
      client.send(new byte[10_000]);
      client.reset();
      assertThat(sink.ending()).isEqualTo("ClientGone");
      assertThat(sink.received).hasValue(1_010_000);
    }
  }

  @Test
  @DisplayName("TUS-170: a slow handler also gets every byte before a FIN")
  void fin_whileTheHandlerIsBusy_losesNothing() throws Exception {
    var go = new CountDownLatch(1);
    var sink = new Sink();
    Handler handler =
        request -> {
          try (Chunk first = request.body().next()) {
            sink.received.addAndGet(first == null ? 0 : first.length());
          }
          go.await();
          return sink.handle(request);
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: 9000000");
      client.send(new byte[2_000_000]);
      client.leave();
      go.countDown();
      assertThat(sink.ending()).isEqualTo("ClientGone");
      assertThat(sink.received).hasValue(2_000_000);
    }
  }

  @Test
  @DisplayName("TUS-171: the bytes of a chunk that is cut count, the body is not whole")
  void cutChunk_countsItsBytes() throws Exception {
    var sink = new Sink();
    try (var server = new LiveServer(sink);
        var client = server.connect()) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      client.send("5\r\nhello\r\n100\r\nand some").leave();
      assertThat(sink.ending()).isEqualTo("ClientGone");
      assertThat(sink.received).hasValue(13);
    }
  }

  @Test
  @DisplayName(
      "TUS-173, TUS-174: no byte for the idle time ends the wait, every byte starts it anew")
  void idleClient_isGivenUp() throws Exception {
    var sink = new Sink();
    try (var server = new LiveServer(idleAfter(Duration.ofMillis(1500)), sink);
        var client = server.connect()) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: 1000");
      long start = System.nanoTime();
      for (int i = 1; i <= 6; i++) {
        client.send("x");
        long count = i;
        await().pollInterval(Duration.ofMillis(300)).until(() -> sink.received.get() == count);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThan(Duration.ofMillis(1500));
      assertThat(sink.ending()).isEqualTo("IdleTimeout");
      assertThat(sink.received).hasValue(6);
      assertThat(client.read().status()).isEqualTo(408);
    }
  }

  @Test
  @DisplayName("TUS-201: 100 Continue goes out when the handler asks for the body")
  void expectContinue_isAnsweredOnDemand() throws Exception {
    var checked = new CountDownLatch(1);
    Handler handler =
        request -> {
          checked.await();
          return Response.text(200, new String(request.body().readAll(10), ISO_8859_1));
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: 4", "Expect: 100-continue");
      client.socket().setSoTimeout(300);
      try {
        throw new AssertionError("too early: " + client.read());
      } catch (SocketTimeoutException silent) {
        checked.countDown();
      }
      client.socket().setSoTimeout(60_000);
      assertThat(client.read().statusLine()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(client.send("body").read().text()).isEqualTo("body");
      assertThat(client.head("PATCH / HTTP/1.1", "Host: x").read().status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("TUS-202: a handler that says no first sends no 100")
  void expectContinue_isNotSentAfterARefusal() throws Exception {
    try (var server = new LiveServer(_ -> Response.of(412));
        var client = server.connect()) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: 4", "Expect: 100-continue");
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(412);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  @DisplayName("TUS-203: no 100 over HTTP/1.0, nor when the body is there already")
  void expectContinue_isNotSentWithoutNeed() throws Exception {
    Handler handler =
        request -> Response.text(200, new String(request.body().readAll(10), ISO_8859_1));
    try (var server = new LiveServer(handler);
        var client = server.connect();
        var old = server.connect()) {
      client.send(
          "PATCH / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbody");
      assertThat(client.read().status()).isEqualTo(200);
      old.head("PATCH / HTTP/1.0", "Content-Length: 4", "Expect: 100-continue");
      assertThat(old.send("body").read().status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("LP-07: a body over the limit is 413, before it is read when its length is declared")
  void readAll_isLimited() throws Exception {
    Handler handler =
        request -> Response.text(200, new String(request.body().readAll(4), ISO_8859_1));
    try (var server = new LiveServer(handler);
        var declared = server.connect();
        var chunked = server.connect()) {
      declared.head("POST / HTTP/1.1", "Host: x", "Content-Length: 5");
      assertThat(declared.read().status()).isEqualTo(413);
      chunked.head("POST / HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      assertThat(chunked.send("5\r\nhello\r\n0\r\n\r\n").read().status()).isEqualTo(413);
    }
  }

  @Test
  @DisplayName("TUS-57 TUS-202: a client that is still sending 50 MB can read the early answer")
  void earlyAnswer_isReadable() throws Exception {
    try (var server = new LiveServer(_ -> Response.text(413, "too large"));
        var client = server.connect()) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: 50000000");
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.send(new byte[50_000_000]);
                } catch (IOException cutOff) {
                  // what the server does to a client that does not listen
                }
              });
      var answer = client.read();
      assertThat(answer.text()).isEqualTo("too large");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
      client.leave();
      sender.join();
    }
  }

  @Test
  @DisplayName("TUS-57: an unread body that had arrived does not cost the connection")
  void unreadBody_thatArrived_keepsTheConnection() throws Exception {
    try (var server = new LiveServer(_ -> Response.of(401));
        var client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
      assertThat(client.read().status()).isEqualTo(401);
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
      assertThat(client.read().status()).isEqualTo(401);
    }
  }

  @Test
  @DisplayName("buffers of a chunk keep their positions over partial writes")
  void chunk_keepsPositions() throws Exception {
    Handler handler =
        request -> {
          try (Chunk chunk = request.body().next()) {
            if (chunk == null) {
              return Response.of(400);
            }
            ByteBuffer first = chunk.buffers()[0];
            byte one = first.get();
            byte two = chunk.buffers()[0].get();
            return Response.text(200, "" + (char) one + (char) two + first.isDirect());
          }
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
      assertThat(client.read().text()).isEqualTo("abtrue");
    }
  }
}
