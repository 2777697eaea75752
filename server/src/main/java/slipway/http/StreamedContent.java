package slipway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Gathers what a handler writes into buffers and sends them; blocks while the client is slow. */
final class StreamedContent extends OutputStream {

  private static final int BUFFER = 32 << 10;

  private final Outlet outlet;
  private final ByteBufAllocator allocator;
  private final long length;
  private @Nullable ByteBuf buffer;
  private long written;

  StreamedContent(Outlet outlet, ByteBufAllocator allocator, long length) {
    this.outlet = outlet;
    this.allocator = allocator;
    this.length = length;
  }

  long written() {
    return written;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (length != Content.Stream.UNKNOWN && written + count > length) {
      throw new IOException("more bytes written than were announced");
    }
    int from = offset;
    int left = count;
    while (left > 0) {
      ByteBuf target = buffer == null ? allocator.directBuffer(BUFFER, BUFFER) : buffer;
      buffer = target;
      int fits = Math.min(left, target.writableBytes());
      target.writeBytes(bytes, from, fits);
      from += fits;
      left -= fits;
      written += fits;
      if (!target.isWritable()) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    ByteBuf full = buffer;
    buffer = null;
    if (full != null) {
      outlet.send(new DefaultHttpContent(full), full.readableBytes());
    }
  }

  /** Gives back what was not sent; the proper end is {@link #end()}. */
  @Override
  public void close() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }

  /** The proper end of the content. */
  void end() throws IOException {
    flush();
    if (length != Content.Stream.UNKNOWN && written != length) {
      throw new IOException("fewer bytes written than were announced");
    }
    outlet.send(LastHttpContent.EMPTY_LAST_CONTENT, 0);
  }
}
