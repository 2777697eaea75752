package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How much a client of HTTP/2 may send ahead of a handler. */
class Http2WindowTest {
  private static final int STREAM = 8 << 20;
  private static final int CONNECTION = 16 << 20;
  private static final int WIDEST = 32 << 20;

  /** What a body that nobody reads takes off the stream by itself at most, in bytes (TUS-177). */
  private static final int HELD_BY_THE_BODY = 1 << 20;

  /** Reads some of each body, waits, and reads the rest; a GET is answered at once. */
  private static Handler reading(long before, CountDownLatch go) {
    return request -> {
      if (request.method().equals("GET")) {
        return Response.text(200, "quick");
      }
      long count = 0;
      while (true) {
        if (count >= before) {
          go.await();
        }
        try (Chunk chunk = request.body().next()) {
          if (chunk == null) {
            return Response.text(200, count + " bytes");
          }
          count += chunk.length();
        }
      }
    };
  }

  @Test
  @DisplayName(
      "TUS-177 TUS-213: a wide window is sent ahead of a slow handler, and no more than that")
  void slowHandler_stopsItsClient() throws Exception {
    int length = 3 * STREAM;
    var go = new CountDownLatch(1);
    try (var server = new LiveServer(reading(1, go));
        var client = new Http2Client(server.port())) {
      // After that both sides know each other's settings.
      assertThat(client.open(true, "GET", "/").answer()).isEqualTo("200 quick");
      var slow = client.open(false, "PATCH", "/slow").sendBody(length);
      await().until(() -> slow.gone() >= STREAM);
      // Frames keep their order: before this answer came whatever would have let more out.
      assertThat(client.open(true, "GET", "/quick").answer()).isEqualTo("200 quick");
      assertThat(slow.gone()).isLessThanOrEqualTo(STREAM + HELD_BY_THE_BODY);
      go.countDown();
      assertThat(slow.answer()).isEqualTo("200 " + length + " bytes");
    }
  }

  @Test
  @DisplayName("TUS-213: a window opens again long before half of it is used up")
  void window_opensEarly() throws Exception {
    var go = new CountDownLatch(1);
    try (var server = new LiveServer(reading(STREAM / 4, go));
        var client = new Http2Client(server.port())) {
      var stream = client.open(false, "PATCH", "/").sendBody(2 * STREAM);
      await().until(() -> stream.gone() >= STREAM + STREAM / 8);
      go.countDown();
      assertThat(stream.answer()).startsWith("200 ");
    }
  }

  @Test
  @DisplayName("TUS-213: a stream that has brought much gets more ahead than one that begins")
  void window_growsWithUse() throws Exception {
    var go = new CountDownLatch(1);
    try (var server = new LiveServer(reading(2 * STREAM, go));
        var client = new Http2Client(server.port())) {
      var stream = client.open(false, "PATCH", "/").sendBody(6 * STREAM);
      await().until(() -> stream.gone() >= 2 * STREAM + STREAM + STREAM / 2);
      go.countDown();
      assertThat(stream.answer()).startsWith("200 ");
    }
  }

  @Test
  @DisplayName("TUS-213: what nobody reads takes no wide window")
  void unreadBody_getsNoWideWindow() throws Exception {
    var go = new CountDownLatch(1);
    try (var server = new LiveServer(reading(0, go));
        var client = new Http2Client(server.port())) {
      var stream = client.open(false, "PATCH", "/").sendBody(STREAM);
      await().until(() -> stream.gone() >= 1 << 20);
      assertThat(client.open(true, "GET", "/").answer()).isEqualTo("200 quick");
      assertThat(stream.gone()).isLessThanOrEqualTo(Windows.HEAD_START);
      assertThat(server.windowsTaken()).isLessThanOrEqualTo(Windows.HEAD_START);
      go.countDown();
      assertThat(stream.answer()).isEqualTo("200 " + STREAM + " bytes");
    }
  }

  @Test
  @DisplayName("TUS-213 TUS-214: behind 40 idle connections an upload still gets wide windows")
  void behindIdleConnections() throws Exception {
    var go = new CountDownLatch(1);
    List<Http2Client> idle = new ArrayList<>();
    try (var server = new LiveServer(reading(1, go))) {
      try {
        for (int i = 0; i < 40; i++) {
          var client = new Http2Client(server.port());
          idle.add(client);
          assertThat(client.open(true, "GET", "/").answer()).isEqualTo("200 quick");
        }
        var client = new Http2Client(server.port());
        idle.add(client);
        var one = client.open(false, "PATCH", "/1").sendBody(2 * STREAM);
        await().until(() -> one.gone() >= STREAM);
        var two = client.open(false, "PATCH", "/2").sendBody(2 * STREAM);
        await().until(() -> one.gone() + two.gone() >= CONNECTION);
        go.countDown();
        assertThat(one.answer()).startsWith("200 ");
        assertThat(two.answer()).startsWith("200 ");
      } finally {
        idle.forEach(Http2Client::close);
      }
      await().untilAsserted(() -> assertThat(server.windowsTaken()).isZero());
    }
  }

  @Test
  @DisplayName("TUS-213 TUS-214: an upload that has ended leaves its window to others")
  void endedUpload_givesBack() throws Exception {
    int length = WIDEST + STREAM;
    var go = new CountDownLatch(0);
    try (var server = new LiveServer(reading(0, go));
        var client = new Http2Client(server.port())) {
      for (int i = 0; i < 3; i++) {
        String told = Integer.toString(length);
        var stream = client.open(false, "PATCH", "/", "content-length", told).sendBody(length);
        assertThat(stream.answer()).isEqualTo("200 " + length + " bytes");
        // What the body took off the stream last is given back with the stream.
        await()
            .untilAsserted(
                () -> assertThat(server.windowsTaken()).isLessThanOrEqualTo(Windows.HEAD_START));
      }
    }
  }
}
