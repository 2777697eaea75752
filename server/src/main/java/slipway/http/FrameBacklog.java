package slipway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds how many frames of bodies wait in the streams of one HTTP/2 connection. Windows bound
 * their bytes only, and a frame of a single byte costs a hundred: while too many wait, the socket
 * is not read (TUS-177).
 *
 * <p>Everything here runs on the connection's event loop.
 */
final class FrameBacklog implements Undemanded.Reader {
  /** Some megabytes of memory; in frames of the usual 16 KiB more than any window. */
  static final int MOST = 16_384;

  private final Channel connection;
  private final Map<Integer, Integer> waiting = new HashMap<>();
  private int all;
  private boolean isFull;

  FrameBacklog(Channel connection) {
    this.connection = connection;
  }

  @Override
  public int appetite() {
    return isFull ? 0 : Integer.MAX_VALUE;
  }

  /** What waits behind so many frames that nobody reads will hardly be read. */
  @Override
  public boolean keepsRest() {
    return false;
  }

  /** Between the codec and the streams. */
  ChannelHandler entry() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object frame) {
        if (frame instanceof Http2DataFrame data && data.stream() != null) {
          enters(data.stream().id());
        }
        context.fireChannelRead(frame);
      }
    };
  }

  /** First in a stream's own chain, where its frames come out when somebody reads them. */
  ChannelHandler exit(int stream) {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object frame) {
        if (frame instanceof Http2DataFrame) {
          leave(waiting.computeIfPresent(stream, (_, frames) -> frames - 1) == null ? 0 : 1);
        }
        context.fireChannelRead(frame);
      }

      @Override
      public void handlerAdded(ChannelHandlerContext context) {
        waiting.put(stream, 0);
      }

      @Override
      public void handlerRemoved(ChannelHandlerContext context) {
        leave(waiting.getOrDefault(stream, 0)); // whatever nobody read was given back
        waiting.remove(stream);
      }
    };
  }

  private void enters(int stream) {
    if (waiting.computeIfPresent(stream, (_, frames) -> frames + 1) == null) {
      return; // nobody will read it
    }
    all++;
    if (all >= MOST && !isFull) {
      isFull = true;
      connection.config().setAutoRead(false);
    }
  }

  private void leave(int frames) {
    all -= frames;
    if (isFull && all < MOST / 2) {
      isFull = false;
      connection.config().setAutoRead(true);
    }
  }
}
