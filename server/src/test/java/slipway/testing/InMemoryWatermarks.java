package slipway.testing;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import slipway.core.watermark.WatermarkProfile;
import slipway.core.watermark.WatermarkProfiles;

/** Profiles in a map. Safe for any thread. */
public final class InMemoryWatermarks implements WatermarkProfiles {
  private final Map<UUID, WatermarkProfile> profiles = new LinkedHashMap<>();
  private final Set<UUID> erased = new HashSet<>();

  /** Those that mark a video. */
  public final Set<UUID> marking = new HashSet<>();

  @Override
  public synchronized void add(WatermarkProfile profile) {
    profiles.put(profile.id(), profile);
  }

  @Override
  public synchronized void update(WatermarkProfile profile) {
    profiles.replace(profile.id(), profile);
  }

  @Override
  public synchronized Optional<WatermarkProfile> byId(UUID id) {
    return Optional.ofNullable(profiles.get(id));
  }

  @Override
  public synchronized List<WatermarkProfile> of(long account) {
    return profiles.values().stream()
        .filter(profile -> profile.account() == account && profile.deletedAt() == null)
        .sorted(
            Comparator.comparing(WatermarkProfile::createdAt)
                .reversed()
                .thenComparing(profile -> profile.id().toString()))
        .toList();
  }

  @Override
  public synchronized boolean marks(UUID id, Instant since) {
    return marking.contains(id);
  }

  @Override
  public synchronized void erased(UUID id) {
    erased.add(id);
  }

  @Override
  public synchronized List<UUID> deletedNotErased(int limit) {
    return profiles.values().stream()
        .filter(profile -> profile.deletedAt() != null)
        .map(WatermarkProfile::id)
        .filter(id -> !erased.contains(id) && !marking.contains(id))
        .limit(limit)
        .toList();
  }
}
