package slipway.http;

import io.netty.buffer.ByteBuf;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body between the event loop, which puts in what the socket brings, and the virtual thread of
 * the handler, which takes it out. At most about one window of bytes is held: the socket is read
 * only on demand, and demand ends when the window is full.
 *
 * <p>The handler is woken once for each burst of the socket, not for each buffer of it, which makes
 * its chunks large without waiting for more. Small buffers that follow each other are put together,
 * so that a body of single bytes takes no more memory than any other (TUS-177).
 */
final class PulledBody implements Body {

  /** The connection as this body sees it. Methods are called from the handler's thread. */
  interface Source {
    /** Asks the socket for one more burst. */
    void readMore();

    /** Sends {@code 100 Continue}. */
    void sendContinue();
  }

  /** Smaller buffers, in bytes, are copied: to keep one costs more than it holds. */
  private static final int SMALL = 512;

  private static final int PUT_TOGETHER = 16 << 10;

  private final OptionalLong declaredLength;
  private final int gather;
  private final int window;
  private final Duration idle;
  private final BodyMemory.Share memory;
  private final Source source;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<ByteBuf> buffers = new ArrayDeque<>();

  /** Whether small ones are being put together in the last of {@link #buffers}. */
  private boolean isGathering;

  private long held;
  private long received;
  private boolean asked;
  private boolean readRequested;
  private boolean clientWaits;
  private boolean complete;
  private boolean abandoned;
  private @Nullable BodyException failure;
  private Headers trailers = Headers.EMPTY;

  PulledBody(
      OptionalLong declaredLength,
      boolean clientWaits,
      HttpSettings.Limits limits,
      Duration idle,
      BodyMemory.Share memory,
      Source source) {
    this.declaredLength = declaredLength;
    this.clientWaits = clientWaits;
    this.gather = limits.gather();
    this.window = limits.window();
    this.idle = idle;
    this.memory = memory;
    this.source = source;
    this.complete = isEmpty();
  }

  // The event loop's side.

  /** Takes over a buffer that arrived. */
  void put(ByteBuf buffer) {
    lock.lock();
    try {
      received += buffer.readableBytes();
      if (abandoned || failure != null || !buffer.isReadable()) {
        buffer.release();
        return;
      }
      held += buffer.readableBytes();
      add(buffer);
    } finally {
      lock.unlock();
    }
  }

  private void add(ByteBuf buffer) {
    ByteBuf last = buffers.peekLast();
    if (last == null || buffer.readableBytes() >= SMALL) {
      buffers.add(buffer);
      isGathering = false;
      return;
    }
    if (!isGathering && last.readableBytes() < SMALL) {
      ByteBuf together = last.alloc().directBuffer(PUT_TOGETHER, PUT_TOGETHER);
      move(buffers.removeLast(), together);
      buffers.add(together);
      last = together;
      isGathering = true;
    }
    if (isGathering && last.writableBytes() >= buffer.readableBytes()) {
      move(buffer, last);
    } else {
      buffers.add(buffer);
      isGathering = false;
    }
  }

  private static void move(ByteBuf from, ByteBuf to) {
    to.writeBytes(from);
    from.release();
  }

  /** The body is whole. */
  void end(Headers trailerFields) {
    lock.lock();
    try {
      trailers = trailerFields;
      complete = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The body will not go on; the first reason stays. Callable from any thread. */
  void fail(BodyException reason) {
    lock.lock();
    try {
      if (!complete && failure == null) {
        failure = reason;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A burst of the socket is over: wakes the handler. Returns whether to read another one. */
  boolean burstEnded() {
    lock.lock();
    try {
      readRequested = asked && wantsMore();
      changed.signalAll();
      return readRequested;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the last byte arrived, taken out or not. */
  boolean isComplete() {
    lock.lock();
    try {
      return complete;
    } finally {
      lock.unlock();
    }
  }

  /** Whether what arrives now does not wait behind a full window; nobody keeps what is given up. */
  boolean hasRoom() {
    lock.lock();
    try {
      return held < window || abandoned || failure != null;
    } finally {
      lock.unlock();
    }
  }

  /** Body bytes that arrived so far. */
  long received() {
    lock.lock();
    try {
      return received;
    } finally {
      lock.unlock();
    }
  }

  /** The exchange is over: gives back what nobody took, and whatever still comes. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      buffers.forEach(ByteBuf::release);
      buffers.clear();
      isGathering = false;
      held = 0;
    } finally {
      lock.unlock();
    }
  }

  // The handler's side.

  @Override
  public OptionalLong declaredLength() {
    return declaredLength;
  }

  @Override
  public boolean isEmpty() {
    return declaredLength.orElse(-1) == 0;
  }

  @Override
  public void accept() {
    boolean tell;
    lock.lock();
    try {
      // Some of the body is here: the client did not wait, so it needs no word (TUS-203).
      tell = clientWaits && received == 0 && !complete && failure == null;
      clientWaits = false;
    } finally {
      lock.unlock();
    }
    if (tell) {
      source.sendContinue();
    }
  }

  @Override
  public @Nullable Chunk next() throws BodyException, InterruptedIOException {
    accept();
    requestRead();
    ArrivedChunk chunk = null;
    lock.lock();
    try {
      awaitSomething();
      if (held > 0) {
        chunk = take();
      } else if (failure != null) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
    if (chunk != null) {
      requestRead();
    }
    return chunk;
  }

  @Override
  public void hold(long bytes) throws BodyException, InterruptedIOException {
    memory.take(bytes);
  }

  /** The handler has returned and keeps nothing of what came. */
  void letGo() {
    memory.giveBack();
  }

  @Override
  public void stop(String reason) {
    fail(new BodyException.Stopped(reason));
  }

  @Override
  public Headers trailers() {
    lock.lock();
    try {
      return held == 0 ? trailers : Headers.EMPTY;
    } finally {
      lock.unlock();
    }
  }

  private void requestRead() {
    boolean read;
    lock.lock();
    try {
      asked = true;
      read = wantsMore() && !readRequested;
      readRequested |= read;
    } finally {
      lock.unlock();
    }
    if (read) {
      source.readMore();
    }
  }

  private boolean wantsMore() {
    return !complete && failure == null && !abandoned && held < window;
  }

  private void awaitSomething() throws InterruptedIOException {
    long left = idle.toNanos();
    while (held == 0 && failure == null && !complete) {
      if (left <= 0) {
        failure = new BodyException.IdleTimeout();
        return;
      }
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for the body");
      }
    }
  }

  private ArrivedChunk take() {
    var taken = new ArrayList<ByteBuf>(buffers.size());
    int left = gather;
    while (left > 0 && !buffers.isEmpty()) {
      ByteBuf first = buffers.peek();
      if (first.readableBytes() > left) {
        taken.add(first.readRetainedSlice(left));
        left = 0;
      } else {
        left -= first.readableBytes();
        taken.add(buffers.remove());
      }
    }
    isGathering &= !buffers.isEmpty();
    held -= gather - left;
    return new ArrivedChunk(List.copyOf(taken), gather - left);
  }
}
