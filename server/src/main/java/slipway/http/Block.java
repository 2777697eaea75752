package slipway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory in which small parts of an answer are gathered. A file is read in spans, gaps between the
 * wanted slices included. Small slices then move up, over the gaps; larger ones stay where they
 * are, and what is sent leaves the gaps out.
 */
final class Block {

  /** A slice up to this size is cheaper moved than sent as a piece of memory of its own. */
  private static final int MOVED = 4 << 10;

  private final ByteBufAllocator allocator;
  private final ByteBuf memory;
  private final ByteBuffer view;

  /** Wanted bytes without a gap between them; the last run, from {@link #start} on, is open. */
  private final List<Run> closed = new ArrayList<>();

  private int start;

  /** Where the next byte goes. */
  private int end;

  private record Run(int start, int end) {
    int length() {
      return end - start;
    }
  }

  Block(ByteBufAllocator allocator, int capacity) {
    this.allocator = allocator;
    this.memory = allocator.directBuffer(capacity, capacity);
    this.view = memory.nioBuffer(0, capacity);
  }

  /** Bytes that still fit. */
  int room() {
    return view.capacity() - end;
  }

  /** Bytes that it takes. */
  int capacity() {
    return view.capacity();
  }

  /** Appends bytes, for which there is room. */
  void put(ByteBuffer bytes) {
    int count = bytes.remaining();
    view.put(end, bytes, bytes.position(), count);
    end += count;
  }

  /**
   * Reads a span of a file behind what is there, of which {@link #keep} then takes slices; there is
   * room for all of it.
   *
   * @return where it begins in this block
   */
  int read(FileChannel file, long position, int count) throws IOException {
    view.limit(end + count).position(end);
    while (view.hasRemaining()) {
      if (file.read(view, position + view.position() - end) < 0) {
        throw new EOFException("a file became shorter while it was sent");
      }
    }
    view.clear();
    return end;
  }

  /**
   * Appends a slice of what was read; not one that lies before another that was kept.
   *
   * @param from where it lies in this block
   */
  void keep(int from, int count) {
    if (from == end) {
      end += count;
    } else if (count <= MOVED) {
      view.put(end, view, from, count);
      end += count;
    } else {
      closed.add(new Run(start, end));
      start = from;
      end = from + count;
    }
  }

  /** Everything that was put and kept; the caller owns it, and the block is of no more use. */
  ByteBuf take() {
    if (closed.isEmpty()) {
      return memory.setIndex(0, end);
    }
    closed.add(new Run(start, end));
    CompositeByteBuf wanted = allocator.compositeDirectBuffer(closed.size());
    for (Run run : closed) {
      wanted.addComponent(
          /* increaseWriterIndex= */ true, memory.retainedSlice(run.start(), run.length()));
    }
    memory.release();
    return wanted;
  }

  /** Gives the memory back; instead of {@link #take}. */
  void release() {
    memory.release();
  }
}
