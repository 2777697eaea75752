package slipway.testing;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import slipway.core.upload.FetchAuthorizations;

/** The secrets of imports in a map. Safe for any thread. */
public final class InMemoryFetchAuthorizations implements FetchAuthorizations {
  private final Map<UUID, String> values = new ConcurrentHashMap<>();
  private final Map<UUID, String> addresses = new ConcurrentHashMap<>();

  @Override
  public void keep(UUID video, String value) {
    values.put(video, value);
  }

  @Override
  public Optional<String> of(UUID video) {
    return Optional.ofNullable(values.get(video));
  }

  @Override
  public void keepAddress(UUID video, String url) {
    addresses.put(video, url);
  }

  @Override
  public Optional<String> addressOf(UUID video) {
    return Optional.ofNullable(addresses.get(video));
  }

  @Override
  public void forget(UUID video) {
    values.remove(video);
    addresses.remove(video);
  }
}
