package slipway.ingest.direct;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.http.Body;
import slipway.http.Chunk;

/** A body as the blocking stream that libraries want. Used by one thread. */
final class BodyInput extends InputStream {
  private final Body body;
  private @Nullable Chunk chunk;
  private boolean ended;
  private @Nullable IOException failure;

  BodyInput(Body body) {
    this.body = body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = filled();
    if (buffer == null) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(into, offset, count);
    return count;
  }

  /** The buffer from which to go on; null at the end. */
  private @Nullable ByteBuffer filled() throws IOException {
    while (!ended) {
      if (chunk == null) {
        chunk = awaited();
        ended = chunk == null;
      } else {
        for (ByteBuffer buffer : chunk.buffers()) {
          if (buffer.hasRemaining()) {
            return buffer;
          }
        }
        release();
      }
    }
    return null;
  }

  private @Nullable Chunk awaited() throws IOException {
    if (failure != null) {
      // Never the same object twice: who cleans up would hang it on itself.
      throw new IOException("the body is broken", failure);
    }
    try {
      return body.next();
    } catch (IOException broken) {
      failure = broken;
      throw broken;
    }
  }

  /** What broke the body, if anything did; libraries wrap it, or hide it. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  private void release() {
    Chunk used = chunk;
    chunk = null;
    if (used != null) {
      used.close();
    }
  }

  /** Gives the memory back that is still held; the body is the request's to end. */
  @Override
  public void close() {
    ended = true;
    release();
  }
}
