package slipway.media.container;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;

/**
 * Turns at reading indexes, so that all that are read at the same time fit into memory together. A
 * few bytes can name millions of samples, and nobody knows how large an index becomes before it was
 * read: whoever has reached {@link #SMALL} waits until there is room for the largest there may be,
 * and gives back what it did not need once it is read; what he has is small until then. Small ones
 * never wait for large ones, only for their like when very many come at once. Who comes first is
 * first. Safe for any thread.
 */
public final class IndexTurns {
  /** The index of most films takes no more. */
  static final long SMALL = 4L << 20;

  /** Together 32 MiB, and twice that for a moment. */
  static final int SMALL_AT_ONCE = 8;

  /** Of the heap, for large ones. */
  private static final int SHARE = 4;

  /** Of all who read in this process. */
  private static final IndexTurns SHARED =
      new IndexTurns(Runtime.getRuntime().maxMemory() / SHARE, Mp4Limits.DEFAULT.maxMemory());

  private final Semaphore small = new Semaphore(SMALL_AT_ONCE, /* fair= */ true);
  private final Semaphore large;
  private final int largest;

  /**
   * Turns.
   *
   * @param room bytes for all large ones; one is always read
   * @param largest bytes that one may take
   */
  IndexTurns(long room, long largest) {
    this.largest = mebibytes(largest);
    this.large = new Semaphore(Math.max(mebibytes(room), this.largest), /* fair= */ true);
  }

  private static int mebibytes(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, (bytes + (1 << 20) - 1) >> 20);
  }

  /**
   * A turn for who keeps what he reads for a while: its memory stays taken until this is closed.
   * Costs nothing and waits for nobody before something is read.
   */
  public static Turn next() {
    return SHARED.turn();
  }

  Turn turn() {
    return new Turn();
  }

  /** For one thread, which closes it. It may read several indexes, of which the last one counts. */
  public final class Turn implements AutoCloseable {
    private boolean hasSmall;

    /** Mebibytes of the room for large ones. */
    private int has;

    private long needed;

    private Turn() {}

    /** Waits until one may begin to read. */
    void begin() throws IOException {
      close(); // or two who wait for more would wait for each other
      needed = 0;
      wait(small, 1);
      hasSmall = true;
    }

    /**
     * Waits until an index may have so much memory, before it has it.
     *
     * @param bytes in all
     */
    void needs(long bytes) throws IOException {
      needed = Math.max(needed, bytes);
      if (bytes > SMALL && has == 0) {
        giveBackSmall();
        wait(large, largest);
        has = largest;
      }
    }

    /** One was read; a large one keeps what it takes. */
    void end() {
      giveBackSmall();
      keep(Math.min(has, mebibytes(needed)));
    }

    @Override
    public void close() {
      giveBackSmall();
      keep(0);
    }

    private void giveBackSmall() {
      if (hasSmall) {
        hasSmall = false;
        small.release();
      }
    }

    private void keep(int mebibytes) {
      large.release(has - mebibytes);
      has = mebibytes;
    }

    private static void wait(Semaphore turns, int count) throws IOException {
      try {
        turns.acquire(count);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("stopped while it waited for its turn at an index");
      }
    }
  }
}
