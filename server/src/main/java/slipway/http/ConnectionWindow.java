package slipway.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;

/**
 * What the client of one HTTP/2 connection may send ahead. It is opened wide when a body begins to
 * be read, and toward the end of that body it is not opened again, so that with its last byte the
 * client has used up what it was given: a window that is open cannot be taken back. Whatever is
 * open, used or not, counts against {@link Windows}.
 *
 * <p>Everything here runs on the connection's event loop.
 */
final class ConnectionWindow {

  /** A window is opened again when less than this part of it is left. */
  private static final float ENOUGH_LEFT = 0.9f;

  private final Windows windows;
  private final Channel channel;
  private final Http2FrameCodec codec;
  private final DefaultHttp2LocalFlowController flow;
  private long expected;
  private int width;
  private int taken;
  private boolean closed;

  /**
   * The window of a new connection.
   *
   * @param codec is in the channel's pipeline
   * @param taken what {@link Windows#take} said for it
   */
  ConnectionWindow(Windows windows, Channel channel, Http2FrameCodec codec, int taken) {
    this.windows = windows;
    this.channel = channel;
    this.codec = codec;
    this.width = taken;
    this.taken = taken;
    if (!(codec.connection().local().flowController()
        instanceof DefaultHttp2LocalFlowController controller)) {
      throw new IllegalStateException("not the flow control of Netty");
    }
    this.flow = controller;
    try {
      openEarly();
      settle();
    } catch (Http2Exception impossible) {
      throw new IllegalStateException("a new connection has a window", impossible);
    }
    var _ = channel.closeFuture().addListener(_ -> close());
  }

  /**
   * Gives a client more of a window as soon as a little of it is used up. Netty waits until half
   * is: a client far away would stand still for as long as that news needs to reach it (TUS-213).
   */
  private void openEarly() throws Http2Exception {
    flow.windowUpdateRatio(ENOUGH_LEFT); // of the streams to come
    flow.windowUpdateRatio(codec.connection().connectionStream(), ENOUGH_LEFT);
  }

  /** Bodies that are read will bring so many bytes more, or fewer, than it was said before. */
  void expect(long more) throws Http2Exception {
    expected += more;
    settle();
  }

  /** A stream's body is read and will bring so many bytes: opens its window and ours. */
  void widen(int stream, long bytes) throws Http2Exception {
    expect(bytes);
    open(stream, (int) Math.min(Windows.STREAM, bytes));
    var _ = channel.flush();
  }

  /** A stream has brought a whole window: its next ones may be half as wide as ours. */
  void grow(int stream) throws Http2Exception {
    open(stream, width / 2);
  }

  private void open(int id, int wanted) throws Http2Exception {
    var stream = codec.connection().stream(id);
    if (stream != null && !closed) {
      int more = wanted - flow.initialWindowSize(stream);
      if (more > 0) {
        flow.incrementWindowSize(stream, more);
      }
    }
  }

  /** Looks anew at how wide the window is to be, and gives back what is no longer open. */
  void settle() throws Http2Exception {
    if (closed) {
      return;
    }
    width = windows.take(expected, taken);
    taken = Math.max(taken, width);
    var all = codec.connection().connectionStream();
    flow.incrementWindowSize(all, width - flow.initialWindowSize(all));
    int open = Math.max(width, flow.windowSize(all) + flow.unconsumedBytes(all));
    windows.giveBack(taken - open);
    taken = open;
  }

  private void close() {
    closed = true;
    windows.giveBack(taken);
    taken = 0;
  }
}
