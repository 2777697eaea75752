package slipway.media.container;

import java.nio.ByteBuffer;

/** Bytes in memory for tests, giving at most so many per read, and counting reads. */
public final class BytesSource implements ByteSource {
  private final byte[] bytes;
  private final int mostPerRead;
  private int reads;
  private long bytesRead;

  public BytesSource(byte[] bytes) {
    this(bytes, Integer.MAX_VALUE);
  }

  public BytesSource(byte[] bytes, int mostPerRead) {
    this.bytes = bytes;
    this.mostPerRead = mostPerRead;
  }

  int reads() {
    return reads;
  }

  long bytesRead() {
    return bytesRead;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long position, ByteBuffer into) {
    reads++;
    if (position >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(Math.min(into.remaining(), mostPerRead), bytes.length - position);
    into.put(bytes, (int) position, count);
    bytesRead += count;
    return count;
  }
}
