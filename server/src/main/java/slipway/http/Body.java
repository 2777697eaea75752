package slipway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request, pulled by its handler. Nothing is read from the socket beyond a small
 * window before it is asked for, so a slow handler slows the client down and memory stays bounded
 * (TUS-177).
 *
 * <p>All methods but {@link #stop(String)} belong to the thread of the request.
 */
public interface Body {

  /** The length the client declared, in bytes; empty for a chunked or undeclared length. */
  OptionalLong declaredLength();

  /** Whether it is already known that no byte will come or has come: no body was sent. */
  boolean isEmpty();

  /**
   * Tells a client that waits with {@code Expect: 100-continue} to go on. {@link #next()} does this
   * by itself; call it only to speak earlier. Does nothing the second time, or when nobody waits
   * (TUS-201 to TUS-203).
   */
  void accept();

  /**
   * Waits until bytes are there and returns what has arrived, up to the gathering size of the
   * settings. Close the chunk before the next call.
   *
   * @return the next bytes, or null at the proper end of the body
   * @throws BodyException when the body will not go on, after everything that arrived was returned
   * @throws InterruptedIOException when this thread is interrupted
   */
  @Nullable Chunk next() throws IOException;

  /**
   * Ends the waiting of the handler from any other thread: {@link #next()} returns what has already
   * arrived and then throws {@link BodyException.Stopped} with this reason, at once and for good.
   * Does nothing when the body has ended.
   */
  void stop(String reason);

  /** The trailer fields; empty until {@link #next()} has returned null, or when none were sent. */
  Headers trailers();

  /**
   * Waits until the server has memory for so many bytes of this body, which count until the handler
   * has returned. To be called by whoever keeps more of a body than a chunk, when the bytes are
   * here. A body that is not of a socket waits for nothing.
   *
   * @throws BodyException.NoRoom when there was no memory for too long
   */
  default void hold(long bytes) throws IOException {}

  /**
   * The whole rest of the body. A declared length above the limit is refused before any byte is
   * read.
   *
   * @param limit most bytes to take
   * @throws BodyException.TooLarge when there are more
   * @throws BodyException.NoRoom when the server has no memory for them
   */
  default byte[] readAll(int limit) throws IOException {
    if (declaredLength().orElse(0) > limit) {
      throw new BodyException.TooLarge(limit);
    }
    var bytes = new ByteArrayOutputStream();
    while (true) {
      try (Chunk chunk = next()) {
        if (chunk == null) {
          return bytes.toByteArray();
        }
        if (bytes.size() + chunk.length() > limit) {
          throw new BodyException.TooLarge(limit);
        }
        hold(chunk.length());
        for (ByteBuffer buffer : chunk.buffers()) {
          byte[] copy = new byte[buffer.remaining()];
          buffer.get(copy);
          bytes.writeBytes(copy);
        }
      }
    }
  }

  /**
   * Writes the whole rest of the body somewhere, a piece at a time. A declared length above the
   * limit is refused before any byte is read.
   *
   * @param limit most bytes to take
   * @return how many bytes there were
   * @throws BodyException.TooLarge when there are more
   * @throws IOException also when {@code out} takes no more
   */
  default long copyTo(WritableByteChannel out, long limit) throws IOException {
    if (declaredLength().orElse(0) > limit) {
      throw new BodyException.TooLarge(limit);
    }
    long length = 0;
    while (true) {
      try (Chunk chunk = next()) {
        if (chunk == null) {
          return length;
        }
        length += chunk.length();
        if (length > limit) {
          throw new BodyException.TooLarge(limit);
        }
        for (ByteBuffer buffer : chunk.buffers()) {
          while (buffer.hasRemaining()) {
            out.write(buffer);
          }
        }
      }
    }
  }

  /** A body that is already here, for requests made without a socket. */
  static Body of(byte[] bytes) {
    return new MemoryBody(bytes);
  }
}
