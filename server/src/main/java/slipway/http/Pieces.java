package slipway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the parts of an answer into pieces for the wire: what is small is gathered, a large slice of
 * a file becomes file regions where the wire carries them and buffers where not. A fragmented file
 * in which hundreds of little slices alternate thus costs a few reads and writes, and a whole one
 * costs none of our memory.
 */
final class Pieces implements AutoCloseable {

  private static final int BUFFER = 64 << 10;
  private static final int SMALL = 32 << 10;
  private static final long REGION = 1 << 20;

  /** What lies between two slices may be read with them, if it is no more than this. */
  private static final int GAP = 4 << 10;

  /** So much is read at once, gaps included. */
  private static final int BLOCK = 256 << 10;

  /** Below this a slice among others is cheaper read with them than sent by itself. */
  private static final int SMALL_SLICE = 64 << 10;

  /**
   * Something the pipeline can write: a {@link ByteBuf} or a {@link BorrowedRegion}.
   *
   * @param memory bytes that it takes until it was sent
   */
  record Piece(Object message, long length, long memory) {}

  private final List<Part> parts;
  private final OpenFiles files;
  private final ByteBufAllocator allocator;
  private final boolean regions;
  private @Nullable ByteBuf gathered;
  private int at;
  private long done;

  Pieces(List<Part> parts, OpenFiles files, ByteBufAllocator allocator, boolean regions) {
    this.parts = parts;
    this.files = files;
    this.allocator = allocator;
    this.regions = regions;
  }

  /** The next piece, which the caller owns; null after the last. */
  @Nullable Piece next() throws IOException {
    while (at < parts.size()) {
      Part part = parts.get(at);
      long left = part.length() - done;
      if (left == 0) {
        at++;
        done = 0;
        continue;
      }
      if (isLarge(part, left)) {
        return gathered == null ? large(part, left) : takeGathered();
      }
      Neighbours neighbours = neighbours();
      if (neighbours.parts() > 1) {
        return gathered == null ? together(neighbours) : takeGathered();
      }
      ByteBuf buffer = gathered == null ? allocator.directBuffer(BUFFER, BUFFER) : gathered;
      gathered = buffer;
      int count = (int) Math.min(left, buffer.writableBytes());
      copy(part, done, count, buffer);
      done += count;
      if (!buffer.isWritable()) {
        return takeGathered();
      }
    }
    return gathered == null ? null : takeGathered();
  }

  private boolean isLarge(Part part, long left) {
    return part instanceof Part.Memory ? left >= SMALL : regions && left >= SMALL_SLICE;
  }

  /**
   * Slices of one file from here on, close enough to each other to be read at once.
   *
   * @param parts how many, the first and the last perhaps not whole
   * @param start in the file
   */
  private record Neighbours(int parts, long start, int length) {}

  private Neighbours neighbours() {
    int count = 0;
    long start = 0;
    long end = 0;
    FileChannel file = null;
    for (int i = at; i < parts.size(); i++) {
      long skip = i == at ? done : 0;
      long left = parts.get(i).length() - skip;
      if (!(parts.get(i) instanceof Part.ChannelSlice slice) || isLarge(slice, left)) {
        break;
      }
      long position = slice.position() + skip;
      boolean follows =
          file == null
              || (file.equals(slice.channel()) && position >= end && position - end <= GAP);
      if (!follows || (count > 0 && position + 1 - start > BLOCK)) {
        break;
      }
      start = count == 0 ? position : start;
      file = slice.channel();
      end = Math.min(position + left, start + BLOCK);
      count++;
      if (end < position + left) {
        break;
      }
    }
    return new Neighbours(count, start, (int) (end - start));
  }

  /** One read; the gaps are left out by what is sent of it. */
  private Piece together(Neighbours neighbours) throws IOException {
    FileChannel file = ((Part.ChannelSlice) parts.get(at)).channel();
    ByteBuf block = allocator.directBuffer(neighbours.length(), neighbours.length());
    CompositeByteBuf wanted = allocator.compositeDirectBuffer(neighbours.parts());
    try {
      read(file, neighbours.start(), neighbours.length(), block);
      for (int i = 0; i < neighbours.parts(); i++) {
        Part.ChannelSlice slice = (Part.ChannelSlice) parts.get(at);
        int offset = (int) (slice.position() + done - neighbours.start());
        int count = (int) Math.min(slice.length() - done, neighbours.length() - offset);
        wanted.addComponent(/* increaseWriterIndex= */ true, block.retainedSlice(offset, count));
        done += count;
        if (done == slice.length()) {
          at++;
          done = 0;
        }
      }
    } catch (IOException | RuntimeException failure) {
      wanted.release();
      throw failure;
    } finally {
      block.release();
    }
    return new Piece(wanted, wanted.readableBytes(), neighbours.length());
  }

  private Piece large(Part part, long left) {
    return switch (part) {
      case Part.Memory memory -> {
        int count = (int) Math.min(left, REGION);
        ByteBuffer view = memory.slice(done, count).bytes();
        done += count;
        yield new Piece(Unpooled.wrappedBuffer(view), count, count);
      }
      case Part.FileSlice slice -> region(files.of(slice), slice.position(), left);
      case Part.ChannelSlice slice -> region(slice.channel(), slice.position(), left);
    };
  }

  private Piece region(FileChannel channel, long position, long left) {
    long count = Math.min(left, REGION);
    var region = new BorrowedRegion(channel, position + done, count);
    done += count;
    return new Piece(region, count, /* memory= */ 0);
  }

  private Piece takeGathered() {
    ByteBuf buffer = gathered;
    gathered = null;
    if (buffer == null) {
      throw new IllegalStateException("nothing gathered");
    }
    return new Piece(buffer, buffer.readableBytes(), buffer.capacity());
  }

  private void copy(Part part, long from, int count, ByteBuf buffer) throws IOException {
    switch (part) {
      case Part.Memory memory -> buffer.writeBytes(memory.slice(from, count).bytes());
      case Part.FileSlice slice -> read(files.of(slice), slice.position() + from, count, buffer);
      case Part.ChannelSlice slice -> read(slice.channel(), slice.position() + from, count, buffer);
    }
  }

  private static void read(FileChannel file, long position, int count, ByteBuf buffer)
      throws IOException {
    int left = count;
    while (left > 0) {
      int read = buffer.writeBytes(file, position + count - left, left);
      if (read < 0) {
        throw new EOFException("a file became shorter while it was sent");
      }
      left -= read;
    }
  }

  /** Gives back what was gathered and never taken. */
  @Override
  public void close() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }
}
