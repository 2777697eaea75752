package slipway.media.container;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes that can be read at any position: a file, an object in a store, an upload of which only the
 * beginning is there.
 *
 * <p>Implementations may be called from several threads at once and keep no position of their own.
 */
public interface ByteSource {
  /** How many bytes there are now. May grow while an upload goes on, never shrinks. */
  long size() throws IOException;

  /**
   * Reads some bytes from {@code position} on.
   *
   * @return the number of bytes put into the buffer, at least 1 when the buffer has room and the
   *     position lies before the end; -1 at or after the end
   */
  int read(long position, ByteBuffer into) throws IOException;

  /**
   * Reads until the buffer is full or the source ends.
   *
   * @return the number of bytes read, 0 at the end
   */
  default int readAvailable(long position, ByteBuffer into) throws IOException {
    int total = 0;
    while (into.hasRemaining()) {
      int count = read(position + total, into);
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total;
  }

  /**
   * Reads until the buffer is full.
   *
   * @throws EOFException when the source ends before that
   */
  default void readFully(long position, ByteBuffer into) throws IOException {
    readAvailable(position, into);
    if (into.hasRemaining()) {
      throw new EOFException("The source ends before position " + (position + into.limit()));
    }
  }
}
