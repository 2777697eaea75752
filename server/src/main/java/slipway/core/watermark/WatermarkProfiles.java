package slipway.core.watermark;

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
}
