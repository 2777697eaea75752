package slipway.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import slipway.core.Changes;

/**
 * Finds again the keys that were found before, for as long as nothing in the house has changed, so
 * that a segment costs no look into the tables, and a key that was taken back counts with the next
 * request (REL-85). Keys that do not exist are not remembered, so strangers fill nothing. Safe for
 * any thread.
 */
public final class RecentSigningKeys implements SigningKeys {
  /** More than this and it starts over. */
  private static final int MOST = 2_000;

  private final SigningKeys tables;
  private final Changes changes;
  private final ConcurrentMap<String, Seen> byId = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Seen> byPublicKey = new ConcurrentHashMap<>();

  public RecentSigningKeys(SigningKeys tables, Changes changes) {
    this.tables = tables;
    this.changes = changes;
  }

  private record Seen(long at, SigningKey key) {}

  @Override
  public Optional<SigningKey> byId(String id) {
    return recent(byId, id, () -> tables.byId(id));
  }

  @Override
  public Optional<SigningKey> byPublicKey(String publicKey) {
    return recent(byPublicKey, publicKey, () -> tables.byPublicKey(publicKey));
  }

  private Optional<SigningKey> recent(
      ConcurrentMap<String, Seen> seen, String name, Supplier<Optional<SigningKey>> look) {
    OptionalLong now = changes.count();
    if (now.isEmpty()) {
      return look.get();
    }
    Seen before = seen.get(name);
    if (before != null && before.at() == now.getAsLong()) {
      return Optional.of(before.key());
    }
    Optional<SigningKey> fresh = look.get();
    if (seen.size() >= MOST) {
      seen.clear();
    }
    fresh.ifPresent(key -> seen.put(name, new Seen(now.getAsLong(), key)));
    return fresh;
  }

  @Override
  public void add(SigningKey key) {
    tables.add(key);
  }

  @Override
  public void update(SigningKey key) {
    tables.update(key);
  }

  @Override
  public void seen(String id, Instant at) {
    tables.seen(id, at);
  }

  @Override
  public List<SigningKey> of(long account, String madeBy) {
    return tables.of(account, madeBy);
  }
}
