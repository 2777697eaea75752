package slipway.media.container;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;

/**
 * Turns at reading indexes, so that all that are read at the same time fit into memory together. A
 * few bytes can name millions of samples, and nobody knows how large an index becomes before it was
 * read: whoever has reached {@link #SMALL} waits for the one turn there is for large ones, and what
 * he has is small until then. Small ones never wait for large ones, only for their like when very
 * many come at once. Who comes first is first. Safe for any thread.
 */
public final class IndexTurns {
  /** The index of a film takes no more. */
  static final long SMALL = 4L << 20;

  /** Together 32 MiB, and twice that for a moment. */
  static final int SMALL_AT_ONCE = 8;

  /** Of all who read in this process. */
  private static final IndexTurns SHARED = new IndexTurns();

  private final Semaphore small = new Semaphore(SMALL_AT_ONCE, /* fair= */ true);
  private final Semaphore large = new Semaphore(1, /* fair= */ true);

  IndexTurns() {}

  /**
   * A turn for who keeps what he reads for a while: a large index stays the only one until this is
   * closed. Costs nothing and waits for nobody before something is read.
   */
  public static Turn next() {
    return SHARED.turn();
  }

  Turn turn() {
    return new Turn();
  }

  /** For one thread, which closes it. It may read several indexes; never two turns at a time. */
  public final class Turn implements AutoCloseable {
    private boolean hasSmall;
    private boolean hasLarge;

    private Turn() {}

    /** Waits until one may begin to read. */
    void begin() throws IOException {
      if (!hasLarge) {
        wait(small);
        hasSmall = true;
      }
    }

    /**
     * Waits until an index may have so much memory, before it has it.
     *
     * @param bytes in all
     */
    void needs(long bytes) throws IOException {
      if (bytes > SMALL && !hasLarge) {
        end();
        wait(large);
        hasLarge = true;
      }
    }

    /** One was read; a large one keeps its turn. */
    void end() {
      if (hasSmall) {
        hasSmall = false;
        small.release();
      }
    }

    @Override
    public void close() {
      end();
      if (hasLarge) {
        hasLarge = false;
        large.release();
      }
    }

    private static void wait(Semaphore turns) throws IOException {
      try {
        turns.acquire();
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("stopped while it waited for its turn at an index");
      }
    }
  }
}
