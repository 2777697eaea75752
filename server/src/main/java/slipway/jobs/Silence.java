package slipway.jobs;

import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a node that looks dead is dead. Its last heartbeat looks old just as well when
 * the two clocks differ or one of them jumped (REL-24), so a job is only taken over if the
 * heartbeat has stood still for a while by our own steady clock.
 */
final class Silence {
  private record Id(String kind, String key, long version) {}

  private record Seen(@Nullable Instant heartbeat, long nanos) {}

  private final Map<Id, Seen> suspects = new HashMap<>();
  private final Duration patience;
  private final LongSupplier nanoTime;

  Silence(Duration patience, LongSupplier nanoTime) {
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  /** Called each time the execution looks dead; true once it has not moved for long enough. */
  synchronized boolean isDead(Execution execution) {
    long now = nanoTime.getAsLong();
    // Whoever was not looked at for a long time has come back to life or is gone.
    suspects.values().removeIf(seen -> now - seen.nanos() > patience.multipliedBy(20).toNanos());
    Id id = new Id(execution.getTaskName(), execution.getId(), execution.version);
    Seen before = suspects.get(id);
    if (before == null || !Objects.equals(before.heartbeat(), execution.lastHeartbeat)) {
      suspects.put(id, new Seen(execution.lastHeartbeat, now));
      return false;
    }
    if (now - before.nanos() < patience.toNanos()) {
      return false;
    }
    suspects.remove(id);
    return true;
  }
}
