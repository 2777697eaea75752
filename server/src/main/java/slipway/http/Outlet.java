package slipway.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Blocking writes for the virtual thread of one exchange: a write returns when its message is on
 * its way and not too much is on the way before it. A client that takes nothing for the idle time
 * fails the answer. Messages are counted by the memory they take, so pieces of files are all handed
 * over at once: waking the other thread for each would cost more than sending them.
 */
final class Outlet {

  /** Bytes under way at most, before the message that is added. */
  private static final long WINDOW = 512 << 10;

  /** Messages under way at most, likewise, for those that take no memory. */
  private static final int MOST_MESSAGES = 64;

  private static final long ABORT_CHECK_NANOS = 100_000_000;

  private final Channel channel;
  private final Duration idle;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private long bytesUnderWay;
  private int messagesUnderWay;
  private @Nullable Throwable failure;

  /** What whoever waits waits for; nothing else wakes the exchange, as that costs a switch. */
  private long enoughBytes = Long.MAX_VALUE;

  private int enoughMessages = Integer.MAX_VALUE;

  /** When the client last took something. */
  private long movedAt;

  /** Whether something was queued that nothing has sent yet; touched by the exchange alone. */
  private boolean unsent;

  Outlet(Channel channel, Duration idle) {
    this.channel = channel;
    this.idle = idle;
  }

  /**
   * Hands over a message without hurry: it leaves with the next {@link #send}, or when there is no
   * room for another.
   *
   * @param size bytes of memory that it takes
   */
  void queue(Object message, long size) throws IOException {
    admit(message, size);
    unsent = true;
    watch(channel.write(message), size);
  }

  /** Hands over a message and everything queued before it. */
  void send(Object message, long size) throws IOException {
    admit(message, size);
    unsent = false;
    watch(channel.writeAndFlush(message), size);
  }

  /** Told of an answer that leaves by itself, once, on the connection's own thread. */
  interface Departure {
    /** All of it has reached the socket. */
    void left();

    /** Some of it never will. */
    void lost();
  }

  /**
   * Hands over the last message and everything queued before it, and does not wait: switching back
   * to the exchange only to hear that all is well would cost more than a small answer does. For
   * messages that need nothing but their own memory.
   */
  void leave(Object message, long size, Departure departure) throws IOException {
    admit(message, size);
    unsent = false;
    movedAt = System.nanoTime();
    try {
      channel.eventLoop().execute(() -> depart(message, size, departure));
    } catch (RejectedExecutionException stopped) {
      ReferenceCountUtil.release(message);
      throw new IOException("the server has stopped", stopped);
    }
  }

  private void depart(Object message, long size, Departure departure) {
    ChannelFuture last = channel.writeAndFlush(message);
    watch(last, size);
    if (!last.isDone()) {
      closeWhenStill(last, idle.toNanos());
    }
    var _ =
        last.addListener(done -> {
          if (done.isSuccess()) {
            departure.left();
          } else {
            departure.lost();
          }
        });
  }

  private void closeWhenStill(ChannelFuture last, long nanos) {
    Future<?> look =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  long left = idle.toNanos() - (System.nanoTime() - movedAt());
                  if (left > 0) {
                    closeWhenStill(last, left);
                  } else {
                    var _ = channel.close();
                  }
                },
                nanos,
                NANOSECONDS);
    var _ = last.addListener(_ -> look.cancel(false));
  }

  private long movedAt() {
    lock.lock();
    try {
      return movedAt;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything handed over has reached the socket. */
  void awaitAll() throws IOException {
    lock.lock();
    try {
      await(0, 0);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the answer up: closes the channel and waits until nothing handed over is in use any more,
   * so that files may be closed.
   */
  void abort() {
    var _ = channel.close();
    lock.lock();
    try {
      // After the server's end nobody reports what became of a message; nothing uses it then
      // either.
      enoughBytes = 0;
      enoughMessages = 0;
      while (messagesUnderWay > 0 && !channel.eventLoop().isShuttingDown()) {
        progress.awaitNanos(ABORT_CHECK_NANOS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void admit(Object message, long size) throws IOException {
    lock.lock();
    try {
      if (!channel.isActive()) {
        throw new IOException("the connection is closed");
      }
      if (bytesUnderWay > WINDOW || messagesUnderWay > MOST_MESSAGES) {
        if (unsent) {
          channel.flush();
          unsent = false;
        }
        // Not for a single piece: several go together then, for one switch between the threads.
        await(WINDOW / 2, MOST_MESSAGES / 2);
      }
      bytesUnderWay += size;
      messagesUnderWay++;
    } catch (IOException gone) {
      ReferenceCountUtil.release(message);
      throw gone;
    } finally {
      lock.unlock();
    }
  }

  private void await(long mostBytes, int mostMessages) throws IOException {
    enoughBytes = mostBytes;
    enoughMessages = mostMessages;
    movedAt = System.nanoTime();
    while (failure == null && !isEnough()) {
      long left = idle.toNanos() - (System.nanoTime() - movedAt);
      if (left <= 0) {
        failure = new IOException("the client takes nothing");
        break;
      }
      try {
        var _ = progress.awaitNanos(left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while sending");
      }
    }
    enoughBytes = Long.MAX_VALUE;
    enoughMessages = Integer.MAX_VALUE;
    if (failure != null) {
      throw new IOException("the answer could not be sent", failure);
    }
  }

  private boolean isEnough() {
    return bytesUnderWay <= enoughBytes && messagesUnderWay <= enoughMessages;
  }

  private void watch(ChannelFuture future, long size) {
    var _ = future.addListener(done -> finished(size, done.cause()));
  }

  private void finished(long size, @Nullable Throwable cause) {
    lock.lock();
    try {
      bytesUnderWay -= size;
      messagesUnderWay--;
      movedAt = System.nanoTime();
      if (cause != null && failure == null) {
        failure = cause;
      }
      if (failure != null || isEnough()) {
        progress.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
