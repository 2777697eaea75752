package slipway.http;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;

/** A run of bytes of an answer: in memory, or a slice of a file that need not pass through it. */
public sealed interface Part {

  /** Number of bytes, 0 or more. */
  long length();

  /**
   * The part from {@code from} on, {@code length} bytes long; both within this part.
   *
   * @throws IndexOutOfBoundsException when they are not
   */
  Part slice(long from, long length);

  /** Bytes in memory. They must not change any more. */
  record Memory(ByteBuffer bytes) implements Part {
    public Memory {
      bytes = bytes.asReadOnlyBuffer();
    }

    /** A view with a position of its own. */
    @Override
    public ByteBuffer bytes() {
      return bytes.duplicate();
    }

    @Override
    public long length() {
      return bytes.remaining();
    }

    @Override
    public Memory slice(long from, long length) {
      int start = bytes.position() + Math.toIntExact(from);
      return new Memory(bytes.slice(start, Math.toIntExact(length)));
    }
  }

  /** A slice of a file that is opened when it is sent. */
  record FileSlice(Path file, long position, long length) implements Part {
    public FileSlice {
      requireRange(position, length);
    }

    @Override
    public FileSlice slice(long from, long size) {
      Objects.checkFromIndexSize(from, size, length);
      return new FileSlice(file, position + from, size);
    }
  }

  /**
   * A slice of a file that is open already. The sender does not close it; see {@link
   * Content.Parts#release()}.
   */
  record ChannelSlice(FileChannel channel, long position, long length) implements Part {
    public ChannelSlice {
      requireRange(position, length);
    }

    @Override
    public ChannelSlice slice(long from, long size) {
      Objects.checkFromIndexSize(from, size, length);
      return new ChannelSlice(channel, position + from, size);
    }
  }

  /** These bytes, which must not change any more. */
  static Part of(byte[] bytes) {
    return new Memory(ByteBuffer.wrap(bytes));
  }

  private static void requireRange(long position, long length) {
    if (position < 0 || length < 0) {
      throw new IndexOutOfBoundsException("position " + position + ", length " + length);
    }
  }
}
