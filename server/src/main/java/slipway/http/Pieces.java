package slipway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the parts of an answer into pieces for the wire: what is small is gathered into one buffer,
 * a large slice of a file becomes file regions where the wire carries them and buffers where not. A
 * fragmented file in which hundreds of little slices alternate thus costs a few writes, and a whole
 * one costs none of our memory.
 */
final class Pieces implements AutoCloseable {

  private static final int BUFFER = 64 << 10;
  private static final int SMALL = 32 << 10;
  private static final long REGION = 1 << 20;

  /** Something the pipeline can write: a {@link ByteBuf} or a {@link BorrowedRegion}. */
  record Piece(Object message, long length) {}

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
      if (left >= SMALL && (part instanceof Part.Memory || regions)) {
        return gathered == null ? large(part, left) : takeGathered();
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

  private Piece large(Part part, long left) {
    return switch (part) {
      case Part.Memory memory -> {
        int count = (int) Math.min(left, REGION);
        ByteBuffer view = memory.slice(done, count).bytes();
        done += count;
        yield new Piece(Unpooled.wrappedBuffer(view), count);
      }
      case Part.FileSlice slice -> region(files.of(slice), slice.position(), left);
      case Part.ChannelSlice slice -> region(slice.channel(), slice.position(), left);
    };
  }

  private Piece region(FileChannel channel, long position, long left) {
    long count = Math.min(left, REGION);
    var region = new BorrowedRegion(channel, position + done, count);
    done += count;
    return new Piece(region, count);
  }

  private Piece takeGathered() {
    ByteBuf buffer = gathered;
    gathered = null;
    if (buffer == null) {
      throw new IllegalStateException("nothing gathered");
    }
    return new Piece(buffer, buffer.readableBytes());
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
