package slipway.testing;

import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import slipway.core.quality.QualityDefaults;

/** Chosen sets of qualities in a map. */
public final class InMemoryQualityDefaults implements QualityDefaults {
  private final ConcurrentMap<Long, OptionalLong> chosen = new ConcurrentHashMap<>();

  @Override
  public OptionalLong of(long account) {
    return chosen.getOrDefault(account, OptionalLong.empty());
  }

  @Override
  public void put(long account, OptionalLong set) {
    chosen.put(account, set);
  }
}
