package slipway.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches the frames of an HTTP/2 client (RFC 9113 section 4.1) for what Netty keeps to itself: the
 * time from the first byte of a header block to its last one, or of the connection to its first
 * frame. A client that takes too long for that is told of as {@link HttpPipelines.Event#LATE}
 * (TUS-175).
 */
final class HeaderDeadline extends ChannelInboundHandlerAdapter {
  private static final int PREFACE = 24; // bytes
  private static final int FRAME_HEADER = 9;
  private static final int HEADERS = 0x1;
  private static final int CONTINUATION = 0x9;
  private static final int END_HEADERS = 0x4;

  private final Duration most;
  private @Nullable Future<?> deadline;

  /** Bytes to pass over: the rest of the preface or of a frame's payload. */
  private int passing = PREFACE;

  private boolean inFrame;
  private boolean isStarted;
  private boolean inBlock;

  /** Of the frame header that is being read. */
  private int read;

  private int length;
  private int type;
  private int flags;

  HeaderDeadline(Duration most) {
    this.most = most;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    begin(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      int at = bytes.readerIndex();
      while (at < bytes.writerIndex()) {
        at += follow(bytes, at);
      }
      if (isWaiting() && deadline == null) {
        begin(context);
      }
    }
    context.fireChannelRead(message);
  }

  /** Follows the frames by at least one byte; returns by how many. */
  private int follow(ByteBuf bytes, int at) {
    int passed = Math.min(passing, bytes.writerIndex() - at);
    passing -= passed;
    if (passed == 0) {
      frameHeader(bytes.getUnsignedByte(at));
      passed = 1;
    }
    if (inFrame && passing == 0) {
      endFrame();
    }
    return passed;
  }

  private void frameHeader(int b) {
    if (read < 3) {
      length = read == 0 ? b : length << 8 | b;
    } else if (read == 3) {
      type = b;
    } else if (read == 4) {
      flags = b;
    }
    read++;
    if (read == FRAME_HEADER) {
      inFrame = true;
      passing = length;
    }
  }

  private void endFrame() {
    inFrame = false;
    read = 0;
    if (isOfBlock()) {
      inBlock = (flags & END_HEADERS) == 0;
    }
    type = -1;
    if (!isStarted || !inBlock) {
      cancel();
    }
    isStarted = true;
  }

  private boolean isOfBlock() {
    return type == HEADERS || type == CONTINUATION;
  }

  private boolean isWaiting() {
    return !isStarted || inBlock || (read > 3 && isOfBlock());
  }

  private void begin(ChannelHandlerContext context) {
    deadline =
        context
            .executor()
            .schedule(
                () -> context.pipeline().fireUserEventTriggered(HttpPipelines.Event.LATE),
                most.toNanos(),
                NANOSECONDS);
  }

  private void cancel() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
  }
}
