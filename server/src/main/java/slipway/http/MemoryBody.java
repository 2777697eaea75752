package slipway.http;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A body that was complete before anybody asked for it. */
final class MemoryBody implements Body {

  private final ByteBuffer bytes;
  private volatile @Nullable String stopped;

  MemoryBody(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes.clone());
  }

  @Override
  public OptionalLong declaredLength() {
    return OptionalLong.of(bytes.capacity());
  }

  @Override
  public boolean isEmpty() {
    return bytes.capacity() == 0;
  }

  @Override
  public void accept() {}

  @Override
  public @Nullable Chunk next() throws BodyException {
    String reason = stopped;
    if (reason != null) {
      throw new BodyException.Stopped(reason);
    }
    if (!bytes.hasRemaining()) {
      return null;
    }
    var all = bytes.slice();
    bytes.position(bytes.limit());
    return new MemoryChunk(all.remaining(), new ByteBuffer[] {all});
  }

  @Override
  public void stop(String reason) {
    stopped = reason;
  }

  @Override
  public Headers trailers() {
    return Headers.EMPTY;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, never shown
  private record MemoryChunk(long length, ByteBuffer[] buffers) implements Chunk {
    @Override
    public void close() {}
  }
}
