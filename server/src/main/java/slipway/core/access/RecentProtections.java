package slipway.core.access;

import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import slipway.core.Changes;

/**
 * Answers again what was read before, for as long as nothing in the house has changed, so that a
 * segment costs no look into the tables. Safe for any thread.
 */
public final class RecentProtections implements Protections {
  /** Accounts are few; more than this and it starts over. */
  private static final int MOST = 10_000;

  private final Protections tables;
  private final Changes changes;
  private final ConcurrentMap<Long, Seen> seen = new ConcurrentHashMap<>();

  public RecentProtections(Protections tables, Changes changes) {
    this.tables = tables;
    this.changes = changes;
  }

  private record Seen(long at, Protection protection) {}

  @Override
  public Protection of(long account) {
    OptionalLong now = changes.count();
    if (now.isEmpty()) {
      return tables.of(account);
    }
    Seen before = seen.get(account);
    if (before != null && before.at() == now.getAsLong()) {
      return before.protection();
    }
    Protection fresh = tables.of(account);
    if (seen.size() >= MOST) {
      seen.clear();
    }
    seen.put(account, new Seen(now.getAsLong(), fresh));
    return fresh;
  }
}
