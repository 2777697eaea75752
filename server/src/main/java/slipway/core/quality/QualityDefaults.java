package slipway.core.quality;

import java.util.OptionalLong;

/** Which set of qualities accounts have chosen for all their videos. */
public interface QualityDefaults {

  /** Number of the set; empty where none was chosen. */
  OptionalLong of(long account);

  /** Keeps a choice; empty takes it back. Inside a transaction. */
  void put(long account, OptionalLong set);
}
