package slipway.playback;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import slipway.storage.Blob;
import slipway.storage.ipfs.Cid;
import slipway.storage.ipfs.FileBlocks;

/**
 * Roots of files as IPFS takes them. To find one, a file is read and hashed as a whole, whoever
 * asks for it, so only so many are looked for at a time, and the last ones are remembered. Safe for
 * any thread.
 */
final class ArchiveRoots {
  private static final int AT_ONCE = 2;
  private static final int REMEMBERED = 1000;

  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final Map<String, Cid> known =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Cid> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** The right to look for one root, until it ends. */
  static final class Turn {
    private final Semaphore turns;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Turn(Semaphore turns) {
      this.turns = turns;
    }

    /** May be called again and from any thread. */
    void end() {
      if (ended.compareAndSet(false, true)) {
        turns.release();
      }
    }
  }

  /** The right to look for a root; empty while enough others do. Whoever gets it ends it. */
  Optional<Turn> turn() {
    return turns.tryAcquire() ? Optional.of(new Turn(turns)) : Optional.empty();
  }

  /** The root of a file, if it was found lately. */
  Optional<Cid> known(Blob file) {
    synchronized (known) {
      return Optional.ofNullable(known.get(file.identity()));
    }
  }

  /** Looks for the root of a file, after which the turn ends. */
  Cid find(Blob file, Turn turn) throws IOException {
    try {
      Cid root = FileBlocks.of(file).root();
      synchronized (known) {
        known.put(file.identity(), root);
      }
      return root;
    } finally {
      turn.end();
    }
  }
}
