package slipway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 stream: exactly one exchange. Flow control is the stream's window, which opens again
 * as buffers are read, so a slow handler slows its own client down and nobody else (TUS-215).
 */
final class Http2Stream extends ChannelInboundHandlerAdapter implements Wire {

  private static final Logger log = LoggerFactory.getLogger(Http2Stream.class);

  /** Stands for the length of a body that does not tell one, or too large a one; sums fit. */
  private static final long ENDLESS = Long.MAX_VALUE >> 16;

  private final Service service;
  private final Http2StreamChannel channel;
  private final ConnectionWindow window;
  private @Nullable Exchange current;
  private boolean started;

  /** Body bytes that came. */
  private long brought;

  /** Body bytes for which the connection's window was opened and that did not come yet. */
  private long expected;

  private boolean over;

  /** Whether the handler has asked for the body; known to its thread alone. */
  private boolean isRead;

  Http2Stream(Service service, Http2StreamChannel channel, ConnectionWindow window) {
    this.service = service;
    this.channel = channel;
    this.window = window;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (channel.isRegistered()) {
      context.read();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Http2Exception {
    if (message instanceof HttpRequest head && current == null) {
      begin(head, message instanceof LastHttpContent);
    }
    if (message instanceof HttpContent content && current != null) {
      brought(content.content().readableBytes());
      current.body().put(content.content());
      if (content instanceof LastHttpContent last) {
        expectNoMore();
        current.body().end(HttpPipelines.trailers(last));
      }
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpRequest head, boolean isWhole) {
    var read = service.reader().read(head, HttpPipelines.connection(channel.parent(), true));
    current =
        switch (read) {
          case RequestReader.Head.Good good -> {
            OptionalLong length = isWhole ? OptionalLong.of(0) : good.bodyLength();
            var body = service.body(length, good.expectsContinue(), this);
            Request request = good.request().body(body).informer(this::inform).build();
            yield new Exchange(service, service.handler(), request, body, this, true);
          }
          case RequestReader.Head.Bad bad -> HttpPipelines.refusal(service, bad, this);
        };
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Http2Exception {
    window.settle();
    if (current == null) {
      context.read();
      return;
    }
    if (!started) {
      started = true;
      service.start(current);
    }
    if (current.body().burstEnded()) {
      context.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event)
      throws Http2Exception {
    if (event instanceof Http2ResetFrame) {
      // Not yet the end of the body: what came before the reset waits to be read, and the channel
      // becomes inactive after it (TUS-169).
      expectNoMore();
    }
    ReferenceCountUtil.release(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Http2Exception {
    expectNoMore();
    clientGone();
  }

  /** Tells before the bytes are given back to the windows, as that may open them again. */
  private void brought(int bytes) throws Http2Exception {
    boolean wasLess = brought < Windows.STREAM;
    brought += bytes;
    long awaited = Math.min(bytes, expected);
    expected -= awaited;
    window.expect(-awaited);
    if (wasLess && brought >= Windows.STREAM) {
      window.grow(channel.stream().id());
    }
  }

  private void expectNoMore() throws Http2Exception {
    over = true;
    window.expect(-expected);
    expected = 0;
  }

  private void clientGone() {
    if (current != null) {
      current.body().fail(new BodyException.ClientGone());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("closing a stream", cause);
    close();
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public boolean carriesFiles() {
    return false;
  }

  @Override
  public boolean isHttp1() {
    return false;
  }

  @Override
  public void readMore() {
    if (!isRead) {
      isRead = true;
      channel.eventLoop().execute(this::widen);
    }
    channel.read();
  }

  private void widen() {
    if (over || current == null || !channel.isActive()) {
      return;
    }
    long length = current.body().declaredLength().orElse(ENDLESS);
    expected = Math.clamp(length - brought, 0, ENDLESS);
    try {
      window.widen(channel.stream().id(), expected);
    } catch (Http2Exception impossible) {
      log.warn("closing a stream whose window cannot be opened", impossible);
      close();
    }
  }

  @Override
  public void sendContinue() {
    var _ = channel.writeAndFlush(HttpPipelines.interim(100, Headers.EMPTY));
  }

  private void inform(int status, Headers headers) throws IOException {
    HttpPipelines.inform(channel, status, headers);
  }

  /** A body that nobody wants any more is refused without blame (RFC 9113 section 8.1, TUS-58). */
  @Override
  public void finished(boolean reusable) {
    if (reusable || !channel.isActive()) {
      return;
    }
    var _ = channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
    close();
  }

  @Override
  public void hangUp() {
    close();
  }

  private void close() {
    var _ = channel.close();
  }
}
