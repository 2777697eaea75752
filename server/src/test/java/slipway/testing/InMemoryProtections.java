package slipway.testing;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import slipway.core.access.KeptProtections;
import slipway.core.access.Protection;

/** How accounts close what they deliver, in a map. */
public final class InMemoryProtections implements KeptProtections {
  private final ConcurrentMap<Long, Protection> kept = new ConcurrentHashMap<>();

  @Override
  public Protection of(long account) {
    return kept.getOrDefault(account, Protection.none(account));
  }

  @Override
  public void put(Protection protection) {
    kept.put(protection.account(), protection);
  }
}
