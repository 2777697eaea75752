package slipway.core.migration;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which foreign videos are here. Entries are never removed. */
public interface Ledger {

  /**
   * Enters a video. Inside the transaction in which it is born.
   *
   * @return false when its foreign one was entered before, and nothing was changed
   */
  boolean add(Migrated entry);

  /** Keeps which file was taken, and whether all that belongs to it has come. */
  void update(Migrated entry);

  Optional<Migrated> find(Foreign foreign);

  /** Those of a library that are here; unknown ids are left out. */
  List<Migrated> find(long account, String vendor, String library, List<String> ids);

  /** The entry of a video of ours, if it came from elsewhere. */
  Optional<Migrated> ofVideo(UUID video);
}
