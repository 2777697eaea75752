package slipway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a socket brings although nobody wants it yet, as it came, until somebody does. Netty
 * reads a socket only on demand, but one read can bring more than was wanted (with TLS in many
 * records), and once the client has ended its side all that the kernel still holds is read,
 * megabytes, whatever the demand; decoded at once, pipelined requests or frames of single bytes
 * would take many times as much (TUS-177). That the client has ended comes behind its last bytes.
 *
 * <p>Everything here runs on the connection's event loop.
 */
final class Undemanded extends ChannelDuplexHandler {

  /** Who decodes the bytes. */
  interface Reader {
    /** How many bytes may come now; 0 for none until the next read. */
    int appetite();

    /** Whether bytes are worth having although the connection is gone. */
    boolean keepsRest();
  }

  /** How much all connections together may keep, beyond what each always may. */
  static final class Room {
    private final long most;
    private final long each;
    private final AtomicLong kept = new AtomicLong();

    /**
     * Room.
     *
     * @param each enough for what one read brings, which says nothing against a client
     */
    Room(long most, long each) {
      this.most = most;
      this.each = each;
    }

    private boolean take(long bytes) {
      if (kept.addAndGet(bytes) <= most) {
        return true;
      }
      kept.addAndGet(-bytes);
      return false;
    }

    private void giveBack(long bytes) {
      kept.addAndGet(-bytes);
    }

    /** Bytes that are kept now, beyond what each connection may. */
    long kept() {
      return kept.get();
    }
  }

  /** What a buffer takes besides its bytes; records of TLS may bring one each. */
  private static final int BUFFER = 256;

  private final Room room;
  private final Reader reader;
  private final Deque<ByteBuf> kept = new ArrayDeque<>();
  private long held;
  private long taken;
  private @Nullable Object end;
  private boolean isEnded;
  private boolean isPassing;
  private boolean isAsked;

  Undemanded(Room room, Reader reader) {
    this.room = room;
    this.reader = reader;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
    } else if (!context.channel().isActive()) {
      bytes.release(); // there was no room for what came before
    } else if (kept.isEmpty() && reader.appetite() >= bytes.readableBytes()) {
      context.fireChannelRead(bytes);
    } else if (hold(bytes.readableBytes() + BUFFER)) {
      kept.add(bytes);
      pass(context);
    } else {
      bytes.release();
      var _ = context.close();
    }
  }

  private boolean hold(int bytes) {
    long more = Math.max(0, held + bytes - room.each) - taken;
    if (more > 0 && !room.take(more)) {
      return false;
    }
    taken += Math.max(0, more);
    held += bytes;
    return true;
  }

  private void letGo(int bytes) {
    held -= bytes;
    long less = taken - Math.max(0, held - room.each);
    if (less > 0) {
      room.giveBack(less);
      taken -= less;
    }
  }

  /** Hands on as much as is wanted; whether that was anything. */
  private boolean pass(ChannelHandlerContext context) {
    boolean some = false;
    int wanted = kept.isEmpty() ? 0 : reader.appetite();
    while (wanted > 0) {
      context.fireChannelRead(next(wanted));
      some = true;
      wanted = kept.isEmpty() ? 0 : reader.appetite();
    }
    return some;
  }

  private ByteBuf next(int most) {
    ByteBuf first = kept.element();
    int length = Math.min(most, first.readableBytes());
    if (length < first.readableBytes()) {
      letGo(length);
      return first.readRetainedSlice(length);
    }
    letGo(length + BUFFER);
    return kept.remove();
  }

  @Override
  public void read(ChannelHandlerContext context) {
    isAsked = true;
    if (!isPassing) {
      serve(context);
    }
  }

  /** Serves what was asked for, and asked again by those who got it, from what is kept first. */
  private void serve(ChannelHandlerContext context) {
    isPassing = true;
    try {
      while (isAsked && pass(context)) {
        isAsked = false;
        context.fireChannelReadComplete();
      }
    } finally {
      isPassing = false;
    }
    if (kept.isEmpty() && end != null) {
      tellEnd(context);
    } else if (kept.isEmpty() && wantsSocket(context) && reader.appetite() > 0) {
      isAsked = false;
      context.read();
    }
  }

  /** Whoever lets Netty read by itself does not ask again after what was kept. */
  private boolean wantsSocket(ChannelHandlerContext context) {
    return !isEnded && (isAsked || context.channel().config().isAutoRead());
  }

  private void tellEnd(ChannelHandlerContext context) {
    Object event = end;
    end = null;
    context.fireUserEventTriggered(event);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    boolean isEnd =
        event instanceof ChannelInputShutdownEvent || event == SslCloseCompletionEvent.SUCCESS;
    isEnded |= isEnd;
    if (isEnd && !kept.isEmpty()) {
      end = event;
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    while (!kept.isEmpty() && reader.keepsRest()) {
      context.fireChannelRead(next(Integer.MAX_VALUE));
    }
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    kept.forEach(bytes -> {
      letGo(bytes.readableBytes() + BUFFER);
      ReferenceCountUtil.release(bytes);
    });
    kept.clear();
  }
}
