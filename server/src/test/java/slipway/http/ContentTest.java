package slipway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers made of memory, files and streams, over a live socket. */
class ContentTest {

  @TempDir Path folder;
  private Path file;
  private String bytes;

  @BeforeEach
  void writeFile() throws IOException {
    byte[] random = new byte[3_000_000];
    new Random(7).nextBytes(random);
    file = Files.write(folder.resolve("file"), random);
    bytes = new String(random, ISO_8859_1);
  }

  private static Response of(List<Part> parts) {
    return Response.of(200).withContent(Content.of(parts));
  }

  private static Part memory(String text) {
    return Part.of(text.getBytes(ISO_8859_1));
  }

  private static String get(LiveServer server) throws IOException {
    try (var client = server.connect()) {
      return client.head("GET / HTTP/1.1", "Host: x").read().text();
    }
  }

  @Test
  @DisplayName("large and small slices of files between bytes in memory")
  void parts_areSentInOrder() throws Exception {
    String big = "m".repeat(100_000);
    List<Part> parts =
        List.of(
            memory("head"),
            new Part.FileSlice(file, 10, 2_000_000),
            memory(""),
            memory(big),
            new Part.FileSlice(file, 100, 20),
            new Part.FileSlice(file, 2_500_000, 500_000),
            memory("tail"));
    try (var server = new LiveServer(_ -> of(parts))) {
      String expected =
          "head"
              + bytes.substring(10, 2_000_010)
              + big
              + bytes.substring(100, 120)
              + bytes.substring(2_500_000)
              + "tail";
      assertThat(get(server).equals(expected)).isTrue();
    }
  }

  @Test
  @DisplayName("hundreds of little slices, as a fragmented source file gives")
  void manySmallSlices_areSentInOrder() throws Exception {
    var parts = new ArrayList<Part>();
    var expected = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      int at = (i * 7919) % 2_000_000;
      parts.add(new Part.FileSlice(file, at, 300 + i));
      expected.append(bytes, at, at + 300 + i);
    }
    try (var server = new LiveServer(_ -> of(parts))) {
      assertThat(get(server).equals(expected.toString())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 40, 700})
  @DisplayName("slices of an open file behind bytes in memory arrive whole, few or many")
  void slicesOfAnOpenFile_areSentInOrder(int slices) throws Exception {
    try (var channel = FileChannel.open(file)) {
      var parts = new ArrayList<Part>(List.of(memory("head")));
      var expected = new StringBuilder("head");
      for (int i = 0; i < slices; i++) {
        int at = 1000 + i * 400;
        parts.add(new Part.ChannelSlice(channel, at, 300));
        expected.append(bytes, at, at + 300);
      }
      try (var server = new LiveServer(_ -> of(parts))) {
        assertThat(get(server)).isEqualTo(expected.toString());
      }
    }
  }

  @Test
  @DisplayName("an open file is used as it is and released once, also for HEAD and when cut off")
  void openFile_isReleasedOnce() throws Exception {
    var released = new AtomicInteger();
    try (var channel = FileChannel.open(file)) {
      List<Part> parts = List.of(new Part.ChannelSlice(channel, 5, 2_900_000));
      Handler handler =
          _ ->
              Response.of(200)
                  .withContent(new Content.Parts(parts, () -> released.incrementAndGet()));
      try (var server = new LiveServer(handler)) {
        assertThat(get(server).equals(bytes.substring(5, 2_900_005))).isTrue();
        assertThat(channel.isOpen()).isTrue();
        server.access();
        assertThat(released).hasValue(1);

        try (var client = server.connect()) {
          assertThat(client.head("HEAD / HTTP/1.1", "Host: x").readHead().header("Content-Length"))
              .isEqualTo("2900000");
          server.access();
          assertThat(released).hasValue(2);

          client.head("GET / HTTP/1.1", "Host: x").reset();
        }
        await().until(() -> released.get() == 3);
        assertThat(channel.isOpen()).isTrue();
      }
    }
  }

  @Test
  @DisplayName("an open file is closed by its holder only when its slices have left")
  void openFile_isHeldUntilItWasSent() throws Exception {
    var released = new AtomicInteger();
    Handler handler =
        _ -> {
          var channel = FileChannel.open(file);
          Runnable release =
              () -> {
                released.incrementAndGet();
                close(channel);
              };
          List<Part> parts = List.of(new Part.ChannelSlice(channel, 0, 2_900_000));
          return Response.of(200).withContent(new Content.Parts(parts, release));
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      for (int i = 1; i <= 20; i++) {
        var answer = client.head("GET / HTTP/1.1", "Host: x").read();
        assertThat(answer.text().equals(bytes.substring(0, 2_900_000))).isTrue();
        int times = i;
        await().until(() -> released.get() == times);
      }
    }
  }

  @Test
  @DisplayName("a client that takes nothing of a segment is let go, and the file with it")
  void stalledClient_givesTheFileBack() throws Exception {
    var released = new AtomicInteger();
    var times = HttpSettings.Timeouts.defaults();
    var impatient =
        new HttpSettings.Timeouts(
            times.header(),
            times.keepAlive(),
            times.bodyIdle(),
            Duration.ofMillis(200),
            times.drain(),
            times.shutdownGrace());
    try (var channel = FileChannel.open(file)) {
      List<Part> parts =
          List.of(
              new Part.ChannelSlice(channel, 0, 2_900_000),
              new Part.ChannelSlice(channel, 0, 1_200_000));
      Handler handler =
          _ ->
              Response.of(200)
                  .withContent(new Content.Parts(parts, () -> released.incrementAndGet()));
      try (var server = new LiveServer(HttpSettings.defaults().withTimeouts(impatient), handler);
          var client = RawClient.narrow(server.port(), 4_096)) {
        client.head("GET / HTTP/1.1", "Host: x");
        await().until(() -> released.get() == 1);
        assertThatThrownBy(client::read).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  @DisplayName("a client that is gone before the first byte leaves no memory behind")
  void goneClient_givesTheMemoryBack() throws Exception {
    byte[] first = new byte[30_000]; // gathered in memory of the pool, unlike the rest
    var gone = new Semaphore(0);
    Handler handler =
        _ -> {
          gone.acquireUninterruptibly();
          return of(
              List.of(
                  new Part.Memory(ByteBuffer.wrap(first)), new Part.FileSlice(file, 0, 3_000_000)));
        };
    var memory = (PooledByteBufAllocator) ResponseWriter.ALLOCATOR;
    try (var server = new LiveServer(handler)) {
      long before = memory.pinnedDirectMemory();
      for (int i = 0; i < 20; i++) {
        try (var client = server.connect()) {
          client.head("GET / HTTP/1.1", "Host: x");
          await().until(gone::hasQueuedThreads);
          client.reset();
        }
        Thread.sleep(50); // The server hears of it by itself, and tells nobody.
        gone.release();
        await().until(() -> !gone.hasQueuedThreads());
      }
      await().until(() -> memory.pinnedDirectMemory() - before < 10L * first.length);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  @DisplayName("a file that is not there is an error, not a broken answer")
  void missingFile_is500() throws Exception {
    List<Part> parts = List.of(new Part.FileSlice(folder.resolve("gone"), 0, 10));
    try (var server = new LiveServer(_ -> of(parts));
        var client = server.connect()) {
      var answer = client.head("GET / HTTP/1.1", "Host: x").read();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).doesNotContain("gone");
    }
  }

  @Test
  @DisplayName("a file that became shorter ends the connection before the announced length")
  void shortFile_endsTheConnection() throws Exception {
    List<Part> parts = List.of(new Part.FileSlice(file, 0, 4_000_000));
    try (var server = new LiveServer(_ -> of(parts));
        var client = server.connect()) {
      client.head("GET / HTTP/1.1", "Host: x");
      assertThatThrownBy(client::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void stream_ofUnknownLength_isChunked() throws Exception {
    Handler handler =
        _ ->
            Response.of(200)
                .withContent(
                    new Content.Stream(
                        out -> {
                          out.write("abc".getBytes(ISO_8859_1));
                          out.flush();
                          out.write("d".repeat(100_000).getBytes(ISO_8859_1));
                        },
                        Content.Stream.UNKNOWN));
    try (var server = new LiveServer(handler);
        var client = server.connect();
        var old = server.connect()) {
      var answer = client.head("GET / HTTP/1.1", "Host: x").read();
      assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
      assertThat(answer.text()).isEqualTo("abc" + "d".repeat(100_000));
      assertThat(client.head("HEAD / HTTP/1.1", "Host: x").readHead().status()).isEqualTo(200);
      assertThat(client.head("GET / HTTP/1.1", "Host: x").read().text()).hasSize(100_003);
      var last = old.head("GET / HTTP/1.0", "Connection: keep-alive").read();
      assertThat(last.header("Connection")).isEqualTo("close");
      assertThat(last.text()).hasSize(100_003);
    }
  }

  @Test
  @DisplayName("a stream that breaks off ends the connection, so the client sees it")
  void brokenStream_endsTheConnection() throws Exception {
    Handler handler =
        _ ->
            Response.of(200)
                .withContent(
                    new Content.Stream(
                        out -> {
                          out.write("abc".getBytes(ISO_8859_1));
                          out.flush();
                          throw new IOException("lost");
                        },
                        Content.Stream.UNKNOWN));
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.head("GET / HTTP/1.1", "Host: x");
      assertThatThrownBy(client::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  @DisplayName("LP-129: ranges over a live socket")
  void range_isSent() throws Exception {
    var thing =
        Representation.of(
            "video/mp4", "tag", List.of(memory("abc"), new Part.FileSlice(file, 0, 3_000_000)));
    try (var server = new LiveServer(thing::answer);
        var client = server.connect()) {
      var answer = client.head("GET / HTTP/1.1", "Host: x", "Range: bytes=2-1000").read();
      assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 206 Partial Content");
      assertThat(answer.header("Content-Range")).isEqualTo("bytes 2-1000/3000003");
      assertThat(answer.text()).isEqualTo("c" + bytes.substring(0, 998));
      var head = client.head("HEAD / HTTP/1.1", "Host: x").readHead();
      assertThat(head.header("Content-Length")).isEqualTo("3000003");
      client.head("GET / HTTP/1.1", "Host: x", "If-None-Match: \"tag\"");
      assertThat(client.read().status()).isEqualTo(304);
    }
  }
}
