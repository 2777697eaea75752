package slipway.testing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import slipway.core.video.LooseFiles;

/** Loose files in a map. Safe for any thread. */
public final class InMemoryLooseFiles implements LooseFiles {
  private final Map<String, Instant> all = new TreeMap<>();

  @Override
  public synchronized void add(String key, Instant since) {
    all.putIfAbsent(key, since);
  }

  @Override
  public synchronized boolean remove(String key) {
    return all.remove(key) != null;
  }

  @Override
  public synchronized List<String> before(Instant time, int limit) {
    return all.entrySet().stream()
        .filter(entry -> entry.getValue().isBefore(time))
        .sorted(Map.Entry.comparingByValue())
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
  }
}
