package slipway.core.video;

import java.time.Instant;
import java.util.List;

/**
 * Files in the storage that no record names: not yet, or not any more. They are written down before
 * they are made, or in the transaction that takes their name away, so whatever a crash leaves is
 * found and swept.
 */
public interface LooseFiles {

  /** From now on this key is one of them; being one already is fine. */
  void add(String key, Instant since);

  /**
   * A record names it from now on, or its file is gone. Inside the transaction that writes the
   * name.
   *
   * @return whether it was one of them; if not, it may have been swept
   */
  boolean remove(String key);

  /** At most so many of those that have been there since before {@code time}, oldest first. */
  List<String> before(Instant time, int limit);
}
