package slipway.media.container;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Numbers at absolute positions of a {@link ByteSource}, through one buffer that moves forward. An
 * index is thus read in a few large reads and never held as a whole; the tables go straight into
 * their arrays.
 */
final class Window {
  private final ByteSource source;
  private final long size;
  private ByteBuffer buffer;
  private long start;

  Window(ByteSource source, int capacity) throws IOException {
    this.source = source;
    this.size = source.size();
    this.buffer = ByteBuffer.allocate(capacity).limit(0);
  }

  /** The size of the source when reading began. */
  long size() {
    return size;
  }

  /** How much is read at once from now on. */
  void capacity(int capacity) {
    if (capacity != buffer.capacity()) {
      buffer = ByteBuffer.allocate(capacity).limit(0);
    }
  }

  int u8(long position) throws IOException, Refusal {
    return buffer.get(at(position, 1)) & 0xff;
  }

  int u16(long position) throws IOException, Refusal {
    return buffer.getShort(at(position, 2)) & 0xffff;
  }

  int i32(long position) throws IOException, Refusal {
    return buffer.getInt(at(position, 4));
  }

  long i64(long position) throws IOException, Refusal {
    return buffer.getLong(at(position, 8));
  }

  /** As many consecutive numbers as the array holds from {@code from} up to {@code to}. */
  void ints(long position, int[] into, int from, int to) throws IOException, Refusal {
    long at = position;
    int done = from;
    while (done < to) {
      int start = at(at, 4);
      int ready = Math.min((buffer.limit() - start) / 4, to - done);
      buffer.slice(start, ready * 4).asIntBuffer().get(into, done, ready);
      done += ready;
      at += ready * 4L;
    }
  }

  byte[] bytes(long position, int count) throws IOException, Refusal {
    byte[] bytes = new byte[count];
    if (source.readAvailable(position, ByteBuffer.wrap(bytes)) < count) {
      throw ended(position + count);
    }
    return bytes;
  }

  private int at(long position, int count) throws IOException, Refusal {
    if (position < start || position + count > start + buffer.limit()) {
      buffer.clear();
      source.readAvailable(position, buffer);
      buffer.flip();
      start = position;
      if (buffer.limit() < count) {
        throw ended(position + count);
      }
    }
    return (int) (position - start);
  }

  private Refusal ended(long needed) {
    return new Refusal(new Mp4Reading.HeaderMissing(size, needed));
  }
}
