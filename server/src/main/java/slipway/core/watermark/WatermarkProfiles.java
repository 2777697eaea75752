package slipway.core.watermark;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All profiles, the deleted ones too. */
public interface WatermarkProfiles {

  void add(WatermarkProfile profile);

  /** Keeps when it was deleted; nothing else of it ever changes. */
  void update(WatermarkProfile profile);

  /** Finds also deleted ones. */
  Optional<WatermarkProfile> byId(UUID id);

  /** Those of an account that nobody deleted, newest first. */
  List<WatermarkProfile> of(long account);

  /** Whether a profile marks a video that is there, or was deleted after {@code since}. */
  boolean marks(UUID id, Instant since);

  /** The picture of a deleted profile is gone. */
  void erased(UUID id);

  /**
   * Deleted ones whose picture is not gone and who mark no video that is there, the oldest first.
   */
  List<UUID> deletedNotErased(int limit);
}
