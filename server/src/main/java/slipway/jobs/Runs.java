package slipway.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The runs of this node by job; a key is worked on by one run at a time. */
final class Runs {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private record Id(String kind, String key) {}

  private final Map<Id, Run> running = new ConcurrentHashMap<>();
  private final CountDownLatch stopping;

  /**
   * @param stopping down when a stop of the server has begun
   */
  Runs(CountDownLatch stopping) {
    this.stopping = stopping;
  }

  /**
   * Registers a new run. If a cancelled run of the same job is still dying, waits for its end, so
   * that a job which is enqueued again at once does not meet its own past.
   *
   * @return null if the old run does not end in time
   */
  @Nullable Run enter(String kind, String key, long version) throws InterruptedException {
    Run mine = new Run(version, stopping);
    Id id = new Id(kind, key);
    for (Run other = running.putIfAbsent(id, mine);
        other != null;
        other = running.putIfAbsent(id, mine)) {
      if (!other.awaitEnd(PATIENCE)) {
        return null;
      }
    }
    return mine;
  }

  void leave(String kind, String key, Run run) {
    running.remove(new Id(kind, key), run);
    run.end();
  }

  @Nullable Run find(String kind, String key) {
    return running.get(new Id(kind, key));
  }

  /** Those of a kind whose keys begin so. */
  List<Run> all(String kind, String prefix) {
    return running.entrySet().stream()
        .filter(run -> run.getKey().kind().equals(kind) && run.getKey().key().startsWith(prefix))
        .map(Map.Entry::getValue)
        .toList();
  }

  List<Run> all() {
    return List.copyOf(running.values());
  }
}
