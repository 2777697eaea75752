package slipway.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client that speaks HTTP/2 with prior knowledge and shows each frame a stream gets. */
public final class Http2Client implements AutoCloseable {

  /** Something the server said on a stream. */
  sealed interface Said {
    /** A header block: interim, final, or trailers. */
    record Fields(Headers fields, boolean isEnd) implements Said {
      String status() {
        return fields.first("status").orElse("");
      }
    }

    /** A piece of content, each character one byte. */
    record Data(String text, boolean isEnd) implements Said {}

    /** The stream was reset with this error code. */
    record Reset(long code) implements Said {}
  }

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final BlockingQueue<String> connectionEvents = new LinkedBlockingQueue<>();
  private final Channel connection;

  /** Connects to that port of this machine. */
  public Http2Client(int port) {
    connection =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forClient()
                                .initialSettings(
                                    Http2Settings.defaultSettings().initialWindowSize(1 << 20))
                                .build(),
                            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                            new ConnectionEvents());
                  }
                })
            .connect("127.0.0.1", port)
            .syncUninterruptibly()
            .channel();
    connection.write(new DefaultHttp2WindowUpdateFrame(1 << 20)).syncUninterruptibly();
  }

  /** Opens a stream with a request head. */
  public Stream open(boolean isEnd, String method, String path, String... fields) {
    var stream = new Stream();
    var headers = new DefaultHttp2Headers();
    headers.method(method).path(path).scheme("http").authority("localhost");
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    stream
        .channel
        .writeAndFlush(new DefaultHttp2HeadersFrame(headers, isEnd))
        .syncUninterruptibly();
    return stream;
  }

  /** What happened to the connection as a whole; "none" after ten seconds. */
  String connectionEvent() throws InterruptedException {
    String event = connectionEvents.poll(10, TimeUnit.SECONDS);
    return event == null ? "none" : event;
  }

  /** One stream. */
  public final class Stream {
    private Stream() {}

    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final AtomicLong gone = new AtomicLong();
    private final Http2StreamChannel channel =
        new Http2StreamChannelBootstrap(connection)
            .handler(new Ears(said))
            .open()
            .syncUninterruptibly()
            .getNow();

    /** Hands over body bytes; returns before they have left. */
    public Stream send(String text, boolean isEnd) {
      return send(text.getBytes(StandardCharsets.ISO_8859_1), isEnd);
    }

    Stream send(byte[] bytes, boolean isEnd) {
      var _ =
          channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), isEnd));
      return this;
    }

    /**
     * Hands over a body of so many bytes in small frames; {@link #gone} says how many have left.
     */
    Stream sendBody(int length) {
      int frame = 16 << 10;
      for (int sent = 0; sent < length; sent += frame) {
        int size = Math.min(frame, length - sent);
        boolean isEnd = sent + size == length;
        var data = new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[size]), isEnd);
        var _ = channel.write(data).addListener(_ -> gone.addAndGet(size));
      }
      channel.flush();
      return this;
    }

    /** Bytes of {@link #sendBody} that the server's windows have let out. */
    long gone() {
      return gone.get();
    }

    /** Fields behind the body, which end it. */
    public Stream trailers(String... fields) {
      var headers = new DefaultHttp2Headers();
      for (int i = 0; i < fields.length; i += 2) {
        headers.add(fields[i], fields[i + 1]);
      }
      var _ = channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, /* endStream= */ true));
      return this;
    }

    void reset() {
      channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL)).syncUninterruptibly();
    }

    /** The next thing the server says. */
    Said next() throws InterruptedException {
      Said next = said.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("the server says nothing");
      }
      return next;
    }

    /** The final answer's status, a space and its content. */
    public String answer() throws InterruptedException {
      var text = new StringBuilder();
      while (true) {
        switch (next()) {
          case Said.Fields fields -> {
            text.append(fields.status()).append(' ');
            if (fields.isEnd()) {
              return text.toString();
            }
          }
          case Said.Data data -> {
            text.append(data.text());
            if (data.isEnd()) {
              return text.toString();
            }
          }
          case Said.Reset reset -> {
            return text.append("reset ").append(reset.code()).toString();
          }
        }
      }
    }
  }

  private static final class Ears extends ChannelInboundHandlerAdapter {
    private final BlockingQueue<Said> said;

    Ears(BlockingQueue<Said> said) {
      this.said = said;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      if (frame instanceof Http2HeadersFrame head) {
        var fields = new ArrayList<Headers.Field>();
        for (Map.Entry<CharSequence, CharSequence> entry : head.headers()) {
          String name = entry.getKey().toString().replace(":", "");
          fields.add(new Headers.Field(name, entry.getValue().toString()));
        }
        said.add(new Said.Fields(Headers.of(fields), head.isEndStream()));
      } else if (frame instanceof Http2DataFrame data) {
        String text = data.content().toString(StandardCharsets.ISO_8859_1);
        said.add(new Said.Data(text, data.isEndStream()));
      }
      ReferenceCountUtil.release(frame);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof Http2ResetFrame reset) {
        said.add(new Said.Reset(reset.errorCode()));
      }
    }
  }

  private final class ConnectionEvents extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      if (frame instanceof Http2GoAwayFrame) {
        connectionEvents.add("goaway");
      }
      ReferenceCountUtil.release(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      connectionEvents.add("closed");
    }
  }

  @Override
  public void close() {
    connection.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
