package slipway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same handlers over HTTP/2 without TLS, by prior knowledge (TUS-212). */
class Http2Test {
  @Test
  @DisplayName("TUS-212: requests with and without body, several at once")
  void request_isServed() throws Exception {
    Handler handler =
        request ->
            Response.text(
                200,
                request.protocol()
                    + " "
                    + request.origin().url(request.path().raw())
                    + " "
                    + new String(request.body().readAll(100), ISO_8859_1)
                    + request.body().trailers().fields().size());
    try (var server = new LiveServer(handler);
        var client = new Http2Client(server.port())) {
      var plain = client.open(true, "GET", "/a?b=c");
      var upload = client.open(false, "PATCH", "/up");
      assertThat(plain.answer()).isEqualTo("200 HTTP_2 http://localhost/a 0");
      upload.send("some ", false).send("bytes", true);
      assertThat(upload.answer()).isEqualTo("200 HTTP_2 http://localhost/up some bytes0");
    }
  }

  @Test
  @DisplayName("TUS-218: fields behind the body are there once it was read")
  void trailers() throws Exception {
    Handler handler =
        request -> {
          String body = new String(request.body().readAll(10), ISO_8859_1);
          return Response.text(
              200, body + request.body().trailers().first("upload-checksum").orElse("none"));
        };
    try (var server = new LiveServer(handler);
        var client = new Http2Client(server.port())) {
      var upload = client.open(false, "PATCH", "/up", "trailer", "Upload-Checksum");
      upload.send("012 ", false).trailers("upload-checksum", "sha1 abc");
      assertThat(upload.answer()).isEqualTo("200 012 sha1 abc");
    }
  }

  @Test
  @DisplayName("TUS-217: 100 and 104 are header blocks before the final answer")
  void interimAnswers_areSent() throws Exception {
    Handler handler =
        request -> {
          request.body().accept();
          request.inform(104, Headers.of("Upload-Offset", "3"));
          return Response.text(201, new String(request.body().readAll(10), ISO_8859_1));
        };
    try (var server = new LiveServer(handler);
        var client = new Http2Client(server.port())) {
      var stream = client.open(false, "POST", "/", "expect", "100-continue");
      assertThat(((Http2Client.Said.Fields) stream.next()).status()).isEqualTo("100");
      var interim = (Http2Client.Said.Fields) stream.next();
      assertThat(interim.status()).isEqualTo("104");
      assertThat(interim.fields().first("upload-offset")).contains("3");
      assertThat(interim.isEnd()).isFalse();
      stream.send("body", true);
      assertThat(stream.answer()).isEqualTo("201 body");
    }
  }

  @Test
  @DisplayName("TUS-58 TUS-215: an early answer, then RST_STREAM(NO_ERROR); other streams go on")
  void earlyAnswer_endsTheStreamOnly() throws Exception {
    Handler handler =
        request ->
            request.path().raw().equals("/no")
                ? Response.text(413, "too large")
                : Response.text(200, new String(request.body().readAll(10), ISO_8859_1));
    try (var server = new LiveServer(handler);
        var client = new Http2Client(server.port())) {
      var other = client.open(false, "PATCH", "/yes").send("o", false);
      var refused = client.open(false, "PATCH", "/no").send("x".repeat(100_000), false);
      assertThat(refused.answer()).isEqualTo("413 too large");
      assertThat(refused.next()).isEqualTo(new Http2Client.Said.Reset(0));
      other.send("k", true);
      assertThat(other.answer()).isEqualTo("200 ok");
    }
  }

  @Test
  @DisplayName("TUS-169 TUS-170: a stream that is reset ends the body, its bytes are handed out")
  void resetStream_endsTheBody() throws Exception {
    var received = new AtomicLong();
    var endings = new LinkedBlockingQueue<String>();
    Handler handler =
        request -> {
          while (true) {
            try (Chunk chunk = request.body().next()) {
              received.addAndGet(chunk == null ? 0 : chunk.length());
            } catch (BodyException ending) {
              endings.add(ending.getClass().getSimpleName());
              throw ending;
            }
          }
        };
    try (var server = new LiveServer(handler);
        var client = new Http2Client(server.port())) {
      var stream = client.open(false, "PATCH", "/").send(new byte[300_000], false);
      await().until(() -> received.get() == 300_000);
      stream.reset();
      assertThat(endings.poll(1, TimeUnit.SECONDS)).isEqualTo("ClientGone");
    }
  }

  @Test
  @DisplayName("TUS-169 TUS-170: what came before a reset is handed out, however late it is read")
  void resetStream_losesNothingThatCame() throws Exception {
    int length = 1_500_000; // fits into what may be sent before anybody reads
    var go = new CountDownLatch(1);
    var received = new AtomicLong();
    var endings = new LinkedBlockingQueue<String>();
    Handler handler =
        request -> {
          if (request.method().equals("GET")) {
            return Response.text(200, "quick");
          }
          go.await();
          while (true) {
            try (Chunk chunk = request.body().next()) {
              received.addAndGet(chunk == null ? 0 : chunk.length());
            } catch (BodyException ending) {
              endings.add(ending.getClass().getSimpleName());
              throw ending;
            }
          }
        };
    try (var server = new LiveServer(handler);
        var client = new Http2Client(server.port())) {
      assertThat(client.open(true, "GET", "/").answer()).isEqualTo("200 quick");
      var stream = client.open(false, "PATCH", "/").send(new byte[length], false);
      // Frames keep their order: with these answers the body is there, and then the reset.
      assertThat(client.open(true, "GET", "/").answer()).isEqualTo("200 quick");
      stream.reset();
      assertThat(client.open(true, "GET", "/").answer()).isEqualTo("200 quick");
      go.countDown();
      assertThat(endings.poll(10, TimeUnit.SECONDS)).isEqualTo("ClientGone");
      assertThat(received).hasValue(length);
    }
  }

  @Test
  void filesAndMemory_areSent(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "0123456789".repeat(20_000));
    Handler handler =
        _ ->
            Response.of(200)
                .withContent(
                    Content.of(
                        List.of(
                            Part.of("<".getBytes(ISO_8859_1)),
                            new Part.FileSlice(file, 5, 150_000),
                            Part.of(">".getBytes(ISO_8859_1)))));
    try (var server = new LiveServer(handler);
        var client = new Http2Client(server.port())) {
      String expected = "<" + Files.readString(file).substring(5, 150_005) + ">";
      assertThat(client.open(true, "GET", "/").answer()).isEqualTo("200 " + expected);
      assertThat(client.open(true, "HEAD", "/").answer()).isEqualTo("200 ");
    }
  }

  @Test
  void streamedContent_isSent() throws Exception {
    Handler handler =
        _ ->
            Response.of(200)
                .withContent(
                    new Content.Stream(
                        out -> out.write("hello".getBytes(ISO_8859_1)), Content.Stream.UNKNOWN));
    try (var server = new LiveServer(handler);
        var client = new Http2Client(server.port())) {
      assertThat(client.open(true, "GET", "/").answer()).isEqualTo("200 hello");
    }
  }

  @Test
  @DisplayName("TUS-176 TUS-216: at shutdown GOAWAY, the running body is told, its answer arrives")
  void shutdown_saysGoAway() throws Exception {
    var reading = new CountDownLatch(1);
    Handler handler =
        request -> {
          reading.countDown();
          return Response.text(200, new String(request.body().readAll(10), ISO_8859_1));
        };
    try (var server = new LiveServer(handler);
        var client = new Http2Client(server.port())) {
      var stream = client.open(false, "PATCH", "/").send("x", false);
      reading.await();
      Thread stopping = Thread.ofVirtual().start(server.server()::close);
      assertThat(client.connectionEvent()).isEqualTo("goaway");
      assertThat(stream.answer()).startsWith("503 ");
      stopping.join();
    }
  }
}
