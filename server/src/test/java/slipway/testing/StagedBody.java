package slipway.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import slipway.http.Body;
import slipway.http.BodyException;
import slipway.http.Chunk;
import slipway.http.Headers;

/**
 * A body whose bytes arrive when the test says so, and which can stall and break. Safe for any
 * thread.
 */
public final class StagedBody implements Body {
  private final OptionalLong declared;
  private final Queue<byte[]> arrived = new ArrayDeque<>();
  private boolean ended;
  private boolean accepted;
  private boolean waiting;
  private @Nullable BodyException broken;
  private Headers trailers = Headers.EMPTY;

  private StagedBody(OptionalLong declared) {
    this.declared = declared;
  }

  /** A body of undeclared length. */
  public static StagedBody chunked() {
    return new StagedBody(OptionalLong.empty());
  }

  /** A body that announces its length. */
  public static StagedBody declaring(long length) {
    return new StagedBody(OptionalLong.of(length));
  }

  /** More bytes arrive. */
  public synchronized StagedBody give(byte[] bytes) {
    arrived.add(bytes.clone());
    notifyAll();
    return this;
  }

  /** More bytes arrive. */
  public StagedBody give(String text) {
    return give(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The body is whole. */
  public synchronized StagedBody end() {
    ended = true;
    notifyAll();
    return this;
  }

  /** The body is whole and brings these fields behind it. */
  public synchronized StagedBody end(Headers fields) {
    trailers = fields;
    return end();
  }

  /** The body breaks behind what has arrived. */
  public synchronized StagedBody breakOff(BodyException reason) {
    if (broken == null && !ended) {
      broken = reason;
    }
    notifyAll();
    return this;
  }

  /** Waits until the reader has taken everything and wants more. */
  public synchronized void awaitReader() throws InterruptedException {
    while (!waiting || !arrived.isEmpty()) {
      wait();
    }
  }

  /** Whether any byte was asked for. */
  public synchronized boolean wasAsked() {
    return accepted;
  }

  @Override
  public OptionalLong declaredLength() {
    return declared;
  }

  @Override
  public boolean isEmpty() {
    return declared.orElse(-1) == 0;
  }

  @Override
  public synchronized void accept() {
    accepted = true;
  }

  @Override
  public synchronized @Nullable Chunk next() throws BodyException {
    accepted = true;
    while (arrived.isEmpty() && !ended && broken == null) {
      waiting = true;
      notifyAll();
      try {
        wait();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    waiting = false;
    byte[] bytes = arrived.poll();
    if (bytes != null) {
      return new StagedChunk(bytes);
    }
    if (broken != null) {
      throw broken;
    }
    return null;
  }

  @Override
  public void stop(String reason) {
    breakOff(new BodyException.Stopped(reason));
  }

  @Override
  public synchronized Headers trailers() {
    return trailers;
  }

  private static final class StagedChunk implements Chunk {
    private final long length;
    private final ByteBuffer[] buffers;

    /** In two buffers where possible, as a socket may bring them. */
    StagedChunk(byte[] bytes) {
      int half = bytes.length / 2;
      length = bytes.length;
      buffers =
          new ByteBuffer[] {
            ByteBuffer.wrap(bytes, 0, half), ByteBuffer.wrap(bytes, half, bytes.length - half)
          };
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public ByteBuffer[] buffers() {
      return buffers;
    }

    @Override
    public void close() {}
  }
}
