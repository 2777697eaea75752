package slipway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first bytes of a connection without TLS: HTTP/2 begins with its preface (RFC 9113
 * section 3.4, prior knowledge), everything else is HTTP/1.
 */
final class ProtocolChoice extends ByteToMessageDecoder {

  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n".getBytes(US_ASCII);

  private final Service service;
  private @Nullable Future<?> deadline;

  ProtocolChoice(Service service) {
    this.service = service;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    long most = service.settings().timeouts().header().toNanos();
    deadline = context.executor().schedule(() -> close(context), most, NANOSECONDS);
    context.read();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int seen = Math.min(in.readableBytes(), PREFACE.length);
    boolean matches = true;
    for (int i = 0; i < seen && matches; i++) {
      matches = in.getByte(in.readerIndex() + i) == PREFACE[i];
    }
    if (matches && seen < PREFACE.length) {
      return;
    }
    if (matches) {
      HttpPipelines.http2(context.pipeline(), service);
    } else {
      HttpPipelines.http1(context.pipeline(), service);
    }
    context.pipeline().remove(this); // hands on what was read
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event == HttpPipelines.Event.STOP) {
      close(context);
    } else {
      super.userEventTriggered(context, event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close(context);
  }

  private static void close(ChannelHandlerContext context) {
    var _ = context.close();
  }
}
