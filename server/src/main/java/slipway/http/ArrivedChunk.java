package slipway.http;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;

/** A chunk in the pooled buffers into which the socket was read. */
final class ArrivedChunk implements Chunk {

  private final List<ByteBuf> owned;
  private final ByteBuffer[] views;
  private final long length;
  private boolean closed;

  ArrivedChunk(List<ByteBuf> owned, long length) {
    this.owned = owned;
    this.length = length;
    this.views = owned.stream().map(ByteBuf::nioBuffer).toArray(ByteBuffer[]::new);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public ByteBuffer[] buffers() {
    return views;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      owned.forEach(ByteBuf::release);
    }
  }
}
