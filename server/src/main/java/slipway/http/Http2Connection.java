package slipway.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an HTTP/2 connection's own chain: its streams do the work. Here it ends: when no
 * stream was open for a while (TUS-175), when the client is gone, or when the server stops.
 */
final class Http2Connection extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(Http2Connection.class);

  private final Http2FrameCodec codec;
  private final Duration idle;
  private long lastClosed = System.nanoTime();
  private @Nullable Future<?> look;

  /**
   * @param idle how long the connection is kept without any open stream
   */
  Http2Connection(Http2FrameCodec codec, Duration idle) {
    this.codec = codec;
    this.idle = idle;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    codec
        .connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onStreamClosed(Http2Stream stream) {
                lastClosed = System.nanoTime();
              }
            });
    lookIn(context, idle.toNanos());
  }

  private void lookIn(ChannelHandlerContext context, long nanos) {
    look = context.executor().schedule(() -> look(context), nanos, NANOSECONDS);
  }

  private void look(ChannelHandlerContext context) {
    boolean isBusy = codec.connection().numActiveStreams() > 0;
    long left = idle.toNanos() - (isBusy ? 0 : System.nanoTime() - lastClosed);
    if (left > 0) {
      lookIn(context, left);
    } else {
      var _ = context.close(); // says GOAWAY
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    ReferenceCountUtil.release(frame);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == HttpPipelines.Event.STOP) {
      var _ = context.close(); // says GOAWAY and waits for the streams (TUS-216)
    } else if (event == HttpPipelines.Event.LATE
        || event instanceof ChannelInputShutdownEvent
        || event == SslCloseCompletionEvent.SUCCESS) {
      if (event == HttpPipelines.Event.LATE || awaitsMore()) {
        codec.gracefulShutdownTimeoutMillis(0);
      }
      var _ = context.close(); // and waits for the answers to what came as a whole
    } else {
      ReferenceCountUtil.release(event);
    }
  }

  /** Whether there is a request whose end the client has not sent. */
  private boolean awaitsMore() {
    try {
      return codec
              .connection()
              .forEachActiveStream(stream -> stream.state() != Http2Stream.State.OPEN)
          != null;
    } catch (Http2Exception impossible) {
      return true;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (look != null) {
      look.cancel(false);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("closing a connection", cause);
    var _ = context.close();
  }
}
