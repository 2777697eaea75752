package slipway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class UndemandedTest {
  private static final int BUFFER = 256;
  private static final int EACH = 500;

  private final List<String> seen = new ArrayList<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final Undemanded.Room room = new Undemanded.Room(/* most= */ 3_500, EACH);
  private int appetite;
  private boolean keepsRest;

  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new ChannelOutboundHandlerAdapter() {
            @Override
            public void read(ChannelHandlerContext context) {
              reads.incrementAndGet();
            }
          },
          new Undemanded(
              room,
              new Undemanded.Reader() {
                @Override
                public int appetite() {
                  return appetite;
                }

                @Override
                public boolean keepsRest() {
                  return keepsRest;
                }
              }),
          new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
              var bytes = (ByteBuf) message;
              appetite -= Math.min(appetite, bytes.readableBytes());
              seen.add(bytes.toString(US_ASCII));
              bytes.release();
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
              seen.add("end");
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
              seen.add("gone");
            }
          });

  private void comes(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
  }

  private void ask(int bytes) {
    appetite = bytes;
    channel.read();
  }

  @Test
  @DisplayName("TUS-177: what nobody wants stays as it came, and its end comes behind it")
  void staysAsItCame() {
    appetite = 3;
    comes("abc");
    comes("defg");
    comes("hij");
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(seen).containsExactly("abc");
    assertThat(room.kept()).isEqualTo(7 + 2 * BUFFER - EACH);
    int before = reads.get();
    ask(2);
    ask(4);
    assertThat(seen).containsExactly("abc", "de", "fg", "hi");
    ask(5);
    assertThat(seen).containsExactly("abc", "de", "fg", "hi", "j", "end");
    assertThat(room.kept()).isZero();
    assertThat(reads).as("the socket is not asked while something is kept").hasValue(before);
    ask(1);
    assertThat(reads).as("nor behind its end").hasValue(before);
  }

  @Test
  @DisplayName("TUS-177: the socket is asked when somebody wants something and nothing is kept")
  void asksTheSocket() {
    int before = reads.get();
    ask(0);
    assertThat(reads).hasValue(before);
    ask(1);
    assertThat(reads).hasValue(before + 1);
  }

  @Test
  @DisplayName("TUS-177: all connections keep so much together; who is beyond it has to go")
  void room() {
    comes("x".repeat(3_000));
    assertThat(channel.isActive()).isTrue();
    comes("y".repeat(1_000));
    assertThat(channel.isActive()).isFalse();
    assertThat(room.kept()).isZero();
    assertThat(seen).containsExactly("gone");
  }

  @Test
  @DisplayName(
      "TUS-177: a connection that lets Netty read by itself is read on behind what was kept")
  void readsOn() {
    channel.config().setAutoRead(false);
    comes("abc");
    int before = reads.get();
    appetite = 10;
    channel.config().setAutoRead(true); // asks once
    assertThat(seen).containsExactly("abc");
    assertThat(reads).hasValue(before + 1);
  }

  @Test
  @DisplayName("TUS-177: what one read brings is no reason to go, however much others keep")
  void oneReadIsFree() {
    comes("x".repeat(EACH - BUFFER));
    assertThat(room.kept()).isZero();
    comes("y");
    assertThat(room.kept()).isEqualTo(1 + BUFFER);
    ask(1);
    assertThat(room.kept()).isEqualTo(BUFFER);
    ask(EACH);
    assertThat(room.kept()).isZero();
  }

  @Test
  @DisplayName("REL-04: what came of a body is kept when the connection is gone")
  void keepsRest() {
    comes("abc");
    keepsRest = true;
    channel.close().syncUninterruptibly();
    assertThat(seen).containsExactly("abc", "gone");
    assertThat(room.kept()).isZero();
  }

  @Test
  @DisplayName("TUS-209: requests that were sent ahead of a FIN are answered in order")
  void pipelined() throws Exception {
    int ahead = 3_000;
    var go = new CountDownLatch(1);
    Handler handler =
        request -> {
          go.await();
          return Response.text(200, request.path().raw());
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.head("GET /first HTTP/1.1", "Host: x");
      var rest = new StringBuilder();
      for (int i = 0; i < ahead; i++) {
        rest.append("GET /").append(i).append(" HTTP/1.1\r\nHost:x\r\n\r\n");
      }
      client.send(rest.toString());
      client.socket().shutdownOutput();
      go.countDown();
      assertThat(client.read().text()).isEqualTo("/first");
      for (int i = 0; i < ahead; i++) {
        assertThat(client.read().text()).isEqualTo("/" + i);
      }
      assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
      assertThat(server.undemanded()).isZero();
    }
  }

  @Test
  @DisplayName(
      "REL-04: a body that its client ends in the middle is kept, however slow the handler")
  void body() throws Exception {
    int sent = 3 << 20;
    var go = new CountDownLatch(1);
    var kept = new ByteArrayOutputStream();
    var how = new ArrayList<String>();
    var over = new CountDownLatch(1);
    Handler handler =
        request -> {
          boolean isFirst = true;
          try {
            while (true) {
              try (Chunk chunk = request.body().next()) {
                for (var buffer : requireNonNull(chunk).buffers()) {
                  var bytes = new byte[buffer.remaining()];
                  buffer.get(bytes);
                  kept.write(bytes);
                }
              }
              if (isFirst && kept.size() > 1 << 20) {
                isFirst = false;
                go.await();
              }
            }
          } catch (BodyException.ClientGone gone) {
            how.add("gone");
          } finally {
            over.countDown();
          }
          return Response.text(200, "");
        };
    try (var server = new LiveServer(handler);
        var client = server.connect()) {
      client.head("PATCH / HTTP/1.1", "Host: x", "Content-Length: " + (sent + 1));
      byte[] body = new byte[sent];
      for (int i = 0; i < sent; i++) {
        body[i] = (byte) ((i * 31) >> 8);
      }
      var sending =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.send(body);
                  client.socket().shutdownOutput();
                } catch (IOException e) {
                  how.add(e.toString());
                }
              });
      await().untilAsserted(() -> assertThat(kept.size()).isGreaterThan(1 << 20));
      go.countDown();
      sending.join();
      over.await();
      assertThat(how).containsExactly("gone");
      assertThat(kept.toByteArray()).isEqualTo(body);
    }
  }
}
