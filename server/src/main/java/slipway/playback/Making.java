package slipway.playback;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import slipway.http.Part;

/** Bytes that are made while they are sent, always from the beginning. */
interface Making {
  int BUFFER = 64 << 10;

  /** Writes all of them. */
  void writeTo(OutputStream out) throws IOException;

  /** Writes some of them; the rest is made only as far as it has to be. */
  default void writeTo(OutputStream out, long from, long count) throws IOException {
    var window = new Window(out, from, count);
    try {
      writeTo(window);
    } catch (Enough _) {
      // The window has got all it wanted.
    }
  }

  /** Copies parts of an answer. */
  static void copy(List<Part> parts, OutputStream out) throws IOException {
    for (Part part : parts) {
      switch (part) {
        case Part.Memory memory -> copy(memory.bytes(), out);
        case Part.ChannelSlice slice ->
            copy(slice.channel(), slice.position(), slice.length(), out);
        case Part.FileSlice slice -> {
          try (var channel = FileChannel.open(slice.file(), StandardOpenOption.READ)) {
            copy(channel, slice.position(), slice.length(), out);
          }
        }
      }
    }
  }

  private static void copy(ByteBuffer bytes, OutputStream out) throws IOException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    out.write(copy);
  }

  private static void copy(FileChannel channel, long position, long length, OutputStream out)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, length));
    long at = position;
    long end = position + length;
    while (at < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      int count = channel.read(buffer, at);
      if (count < 0) {
        throw new IOException("a file of a video is shorter than its index says");
      }
      out.write(buffer.array(), 0, count);
      at += count;
    }
  }

  /** Thrown through whoever makes bytes that nobody needs any more. */
  final class Enough extends IOException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /** Lets through {@code count} bytes behind the first {@code from}. */
  final class Window extends OutputStream {
    private final OutputStream out;
    private long skip;
    private long left;

    Window(OutputStream out, long from, long count) {
      this.out = out;
      this.skip = from;
      this.left = count;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      if (left == 0) {
        throw new Enough();
      }
      int skipped = (int) Math.min(skip, count);
      skip -= skipped;
      int taken = (int) Math.min(left, count - skipped);
      out.write(bytes, offset + skipped, taken);
      left -= taken;
    }
  }
}
