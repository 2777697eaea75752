package slipway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the parts of an answer into pieces for the wire: what is small is gathered, a large slice of
 * a file becomes file regions where the wire carries them and blocks of memory where not. A file in
 * which hundreds of little slices alternate thus costs a few reads and writes, and a whole one
 * costs none of our memory.
 */
final class Pieces implements AutoCloseable {

  /** So much is gathered at most, gaps included. */
  private static final int BLOCK = 256 << 10;

  private static final int SMALL = 32 << 10;
  private static final long REGION = 1 << 20;

  /** What lies between two slices may be read with them, if it is no more than this. */
  private static final int GAP = 4 << 10;

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
  private @Nullable Block gathered;
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
        return gathered == null ? large(part, left) : take(gathered);
      }
      Block block = gathered == null ? new Block(allocator, capacity()) : gathered;
      gathered = block;
      if (block.room() == 0) {
        return take(block);
      }
      Slice slice = inFile(part);
      if (slice != null) {
        read(neighbours(slice, block.room()), block);
      } else {
        int count = (int) Math.min(left, block.room());
        block.put(((Part.Memory) part).slice(done, count).bytes());
        done += count;
      }
    }
    return gathered == null ? null : take(gathered);
  }

  private boolean isLarge(Part part, long left) {
    return part instanceof Part.Memory ? left >= SMALL : regions && left >= SMALL_SLICE;
  }

  /** Bytes of a block for the small parts from here on, with the gaps that are read with them. */
  private int capacity() {
    long size = 0;
    Slice last = null;
    for (int i = at; i < parts.size() && size < BLOCK; i++) {
      long left = parts.get(i).length() - (i == at ? done : 0);
      if (isLarge(parts.get(i), left)) {
        break;
      }
      Slice slice = inFile(parts.get(i));
      size += left + (last == null || slice == null ? 0 : gap(last, slice));
      last = slice;
    }
    return (int) Math.min(size, BLOCK);
  }

  /** Bytes between two slices that are read with them; 0 when they are not read at once. */
  private static long gap(Slice slice, Slice next) {
    long gap = next.position() - slice.position() - slice.length();
    return slice.file().equals(next.file()) && gap >= 0 && gap <= GAP ? gap : 0;
  }

  /** A part that lies in a file. */
  private record Slice(FileChannel file, long position, long length) {}

  /** Null for one that does not. */
  private @Nullable Slice inFile(Part part) {
    return switch (part) {
      case Part.Memory _ -> null;
      case Part.FileSlice slice -> new Slice(files.of(slice), slice.position(), slice.length());
      case Part.ChannelSlice slice -> new Slice(slice.channel(), slice.position(), slice.length());
    };
  }

  /**
   * Slices of one file from here on, close enough to each other to be read at once.
   *
   * @param parts how many, the first and the last perhaps not whole
   * @param start in the file
   */
  private record Neighbours(FileChannel file, int parts, long start, int length) {}

  private Neighbours neighbours(Slice first, int most) {
    long start = first.position() + done;
    long end = start;
    int count = 0;
    for (int i = at; i < parts.size(); i++) {
      Slice slice = inFile(parts.get(i));
      long skip = i == at ? done : 0;
      if (slice == null || isLarge(parts.get(i), slice.length() - skip)) {
        break;
      }
      long position = slice.position() + skip;
      boolean follows =
          slice.file().equals(first.file()) && position >= end && position - end <= GAP;
      if (!follows || position >= start + most) {
        break;
      }
      count++;
      end = slice.position() + slice.length();
      if (end > start + most) {
        end = start + most;
        break;
      }
    }
    return new Neighbours(first.file(), count, start, (int) (end - start));
  }

  /** One read; the gaps are left out by what is kept of it. */
  private void read(Neighbours neighbours, Block block) throws IOException {
    int begin = block.read(neighbours.file(), neighbours.start(), neighbours.length());
    for (int i = 0; i < neighbours.parts(); i++) {
      Slice slice = Objects.requireNonNull(inFile(parts.get(at)));
      int offset = (int) (slice.position() + done - neighbours.start());
      int count = (int) Math.min(slice.length() - done, neighbours.length() - offset);
      block.keep(begin + offset, count);
      done += count;
      if (done == slice.length()) {
        at++;
        done = 0;
      }
    }
  }

  private Piece large(Part part, long left) {
    Slice slice = inFile(part);
    if (slice != null) {
      long count = Math.min(left, REGION);
      var region = new BorrowedRegion(slice.file(), slice.position() + done, count);
      done += count;
      return new Piece(region, count, /* memory= */ 0);
    }
    int count = (int) Math.min(left, REGION);
    ByteBuffer view = ((Part.Memory) part).slice(done, count).bytes();
    done += count;
    return new Piece(Unpooled.wrappedBuffer(view), count, count);
  }

  private Piece take(Block block) {
    gathered = null;
    ByteBuf wanted = block.take();
    return new Piece(wanted, wanted.readableBytes(), block.capacity());
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
