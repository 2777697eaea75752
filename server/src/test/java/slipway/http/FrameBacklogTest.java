package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FrameBacklogTest {
  private final ResourceLeakDetector.Level thorough = ResourceLeakDetector.getLevel();

  @AfterEach
  void lookForLeaksAsBefore() {
    ResourceLeakDetector.setLevel(thorough);
  }

  private record Numbered(int id) implements Http2FrameStream {
    @Override
    public Http2Stream.State state() {
      return Http2Stream.State.OPEN;
    }
  }

  private final AtomicInteger reads = new AtomicInteger();
  private final EmbeddedChannel connection = new EmbeddedChannel();
  private final FrameBacklog backlog = new FrameBacklog(connection);
  private final EmbeddedChannel stream = new EmbeddedChannel(backlog.exit(1));

  private void arrive(int frames) {
    for (int i = 0; i < frames; i++) {
      connection.writeInbound(new DefaultHttp2DataFrame(false).stream(new Numbered(1)));
    }
  }

  private int readsOf(Runnable asking) {
    int before = reads.get();
    asking.run();
    return reads.get() - before;
  }

  @Test
  @DisplayName("TUS-177: the socket is not read while too many frames wait, and read again then")
  void gate() {
    connection
        .pipeline()
        .addLast(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void read(ChannelHandlerContext context) {
                reads.incrementAndGet();
              }
            },
            new Undemanded(new Undemanded.Room(1 << 20, 1 << 20), backlog),
            backlog.entry());
    arrive(FrameBacklog.MOST - 1);
    assertThat(readsOf(connection::read)).isOne();
    arrive(1);
    assertThat(readsOf(connection::read)).isZero();
    assertThat(connection.config().isAutoRead()).isFalse();
    for (int i = 0; i <= FrameBacklog.MOST / 2; i++) {
      stream.writeInbound(new DefaultHttp2DataFrame(false));
    }
    assertThat(connection.config().isAutoRead()).isTrue();
    assertThat(readsOf(connection::read)).isOne();
    // What nobody has read goes with its stream.
    arrive(FrameBacklog.MOST / 2 + 1);
    assertThat(connection.config().isAutoRead()).isFalse();
    stream.close().syncUninterruptibly();
    assertThat(connection.config().isAutoRead()).isTrue();
  }

  @Test
  @DisplayName("TUS-177: single bytes come whole and in order, over both protocols")
  void singleBytes() throws Exception {
    int length = FrameBacklog.MOST + 2_000;
    var go = new CountDownLatch(1);
    Handler handler =
        request -> {
          go.await();
          var came = new ByteArrayOutputStream();
          int buffers = 0;
          while (true) {
            try (Chunk chunk = request.body().next()) {
              if (chunk == null) {
                break;
              }
              buffers += chunk.buffers().length;
              for (var buffer : chunk.buffers()) {
                var bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                came.write(bytes);
              }
            }
          }
          byte[] all = came.toByteArray();
          boolean inOrder = all.length == length;
          for (int i = 0; inOrder && i < length; i++) {
            inOrder = all[i] == (byte) i;
          }
          return Response.text(200, inOrder + (buffers < length / 20 ? " in few buffers" : ""));
        };
    try (var server = new LiveServer(handler);
        var http2 = new Http2Client(server.port());
        var http1 = server.connect()) {
      // As the server left it, it would note down who touched each of many thousand frames.
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
      var body = http2.open(false, "PATCH", "/");
      for (int i = 0; i < length; i++) {
        body.send(new byte[] {(byte) i}, i == length - 1);
      }
      http1.head("PATCH / HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      var chunks = new ByteArrayOutputStream();
      for (int i = 0; i < length; i++) {
        chunks.write(new byte[] {'1', '\r', '\n', (byte) i, '\r', '\n'});
      }
      chunks.write(new byte[] {'0', '\r', '\n', '\r', '\n'});
      go.countDown();
      http1.send(chunks.toByteArray());
      assertThat(http1.read().text()).isEqualTo("true in few buffers");
      assertThat(body.answer()).startsWith("200 true");
    }
  }
}
