package slipway.http;

import java.nio.ByteBuffer;

/**
 * Some bytes of a body, in the memory into which the socket was read. Owned by the thread that got
 * it from {@link Body#next()} and to be closed by it; its buffers must not be touched afterwards.
 */
public interface Chunk extends AutoCloseable {

  /** Number of bytes over all buffers, at least 1. */
  long length();

  /**
   * The bytes, ready for a gathering write. The same array each time: positions that moved stay
   * moved, so a partial write goes on where it stopped.
   */
  ByteBuffer[] buffers();

  /** Gives the memory back; a second call does nothing. */
  @Override
  void close();
}
