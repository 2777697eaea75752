package slipway.testing;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import slipway.core.watermark.WatermarkProfile;
import slipway.core.watermark.WatermarkProfiles;

/** Profiles in a map. Safe for any thread. */
public final class InMemoryWatermarks implements WatermarkProfiles {
  private final Map<UUID, WatermarkProfile> profiles = new LinkedHashMap<>();

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
}
