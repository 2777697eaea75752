package slipway.playback;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.storage.cache.FileCache;

/**
 * Throws out the pictures of videos that another node has deleted: each node keeps those that it
 * was asked for, and only the one that erases a video knows of it (REL-36). They are never answered
 * any more, but they would lie on the disk until they are the oldest.
 *
 * <p>One who sweeps again and again has looked at every video after {@value #ROUNDS} rounds,
 * however many there are. Used by one thread.
 */
public final class SweepPictures {
  private static final Logger log = LoggerFactory.getLogger(SweepPictures.class);

  private static final int ROUNDS = 20;

  /** So few are looked at in one go. */
  private static final int FEW = 100;

  private final FileCache cache;
  private final Predicate<UUID> there;
  private final Deque<String> notYet = new ArrayDeque<>();
  private int eachRound;

  /**
   * @param there whether a video has not been deleted, as known at the moment of asking
   */
  public SweepPictures(FileCache cache, Predicate<UUID> there) {
    this.cache = cache;
    this.there = there;
  }

  /** One round. */
  public void sweep() {
    if (notYet.isEmpty()) {
      notYet.addAll(cache.folders());
      eachRound = Math.max(FEW, Math.ceilDiv(notYet.size(), ROUNDS));
    }
    for (int i = 0; i < eachRound && !notYet.isEmpty(); i++) {
      // First looked at, then off the list: where the database is away, it is looked at next time.
      String folder = notYet.element();
      if (isOfDeleted(folder)) {
        cache.drop(folder);
        log.info("pictures of deleted video {} were thrown out", folder);
      }
      notYet.remove();
    }
  }

  private boolean isOfDeleted(String folder) {
    try {
      return !there.test(UUID.fromString(folder));
    } catch (IllegalArgumentException notOurs) {
      return false;
    }
  }
}
