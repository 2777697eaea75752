package slipway.testing;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.core.access.SigningKey;
import slipway.core.access.SigningKeys;

/** Signing keys in a map. */
public final class InMemorySigningKeys implements SigningKeys {
  private final Map<String, SigningKey> keys = new LinkedHashMap<>();

  @Override
  public synchronized void add(SigningKey key) {
    keys.put(key.id(), key);
  }

  @Override
  public synchronized void update(SigningKey key) {
    keys.computeIfPresent(key.id(), (_, before) -> withSeen(key, before.lastSeen()));
  }

  @Override
  public synchronized void seen(String id, Instant at) {
    keys.computeIfPresent(id, (_, key) -> withSeen(key, at));
  }

  @Override
  public synchronized Optional<SigningKey> byId(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  @Override
  public synchronized Optional<SigningKey> byPublicKey(String publicKey) {
    return keys.values().stream().filter(key -> key.publicKey().equals(publicKey)).findFirst();
  }

  @Override
  public synchronized List<SigningKey> of(long account, String madeBy) {
    return keys.values().stream()
        .filter(key -> key.account() == account && key.madeBy().equals(madeBy))
        .filter(key -> key.deletedAt() == null)
        .sorted(Comparator.comparing(SigningKey::createdAt).thenComparing(SigningKey::id))
        .toList();
  }

  private static SigningKey withSeen(
      SigningKey key, @org.jspecify.annotations.Nullable Instant at) {
    return new SigningKey(
        key.id(),
        key.account(),
        key.name(),
        key.madeBy(),
        key.algorithm(),
        key.publicKey(),
        key.privateKey(),
        key.disabled(),
        key.createdAt(),
        key.deletedAt(),
        at);
  }
}
