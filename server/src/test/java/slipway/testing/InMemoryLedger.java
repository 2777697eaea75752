package slipway.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import slipway.core.migration.Foreign;
import slipway.core.migration.Ledger;
import slipway.core.migration.Migrated;

/** A ledger that forgets with the process. Safe for any thread. */
public final class InMemoryLedger implements Ledger {
  private final Map<Foreign, Migrated> entries = new LinkedHashMap<>();

  @Override
  public synchronized boolean add(Migrated entry) {
    return entries.putIfAbsent(entry.foreign(), entry) == null;
  }

  @Override
  public synchronized void update(Migrated entry) {
    entries.replace(entry.foreign(), entry);
  }

  @Override
  public synchronized Optional<Migrated> find(Foreign foreign) {
    return Optional.ofNullable(entries.get(foreign));
  }

  @Override
  public List<Migrated> find(long account, String vendor, String library, List<String> ids) {
    return ids.stream()
        .flatMap(id -> find(new Foreign(account, vendor, library, id)).stream())
        .toList();
  }

  @Override
  public synchronized Optional<Migrated> ofVideo(UUID video) {
    return entries.values().stream().filter(entry -> entry.video().equals(video)).findFirst();
  }
}
