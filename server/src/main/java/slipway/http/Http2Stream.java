package slipway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2ResetFrame;
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

  private final Service service;
  private final Channel channel;
  private @Nullable Exchange current;
  private boolean started;

  Http2Stream(Service service, Channel channel) {
    this.service = service;
    this.channel = channel;
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
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest head && current == null) {
      begin(head, message instanceof LastHttpContent);
    }
    if (message instanceof HttpContent content && current != null) {
      current.body().put(content.content());
      if (content instanceof LastHttpContent last) {
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
            var limits = service.settings().limits();
            var idle = service.settings().timeouts().bodyIdle();
            var body = new PulledBody(length, good.expectsContinue(), limits, idle, this);
            Request request = good.request().body(body).informer(this::inform).build();
            yield new Exchange(service, service.handler(), request, body, this, true);
          }
          case RequestReader.Head.Bad bad -> HttpPipelines.refusal(service, bad, this);
        };
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
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
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame) {
      clientGone();
    }
    ReferenceCountUtil.release(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    clientGone();
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
    channel.read();
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
