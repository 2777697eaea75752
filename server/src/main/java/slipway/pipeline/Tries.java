package slipway.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import slipway.core.journey.MoveVideo;
import slipway.core.video.Failure;
import slipway.jobs.Outcome;

/**
 * How often work on a video is tried: three times in all. The task's own count decides and not the
 * job's, which also counts the runs that only found FFmpeg missing.
 */
final class Tries {
  /** Waits before the second and the third try (LP-112). */
  static final List<Duration> WAITS = List.of(Duration.ofSeconds(30), Duration.ofSeconds(180));

  private Tries() {}

  /** A try failed: another one after a wait, or the end with this failure. */
  static Outcome again(MoveVideo move, UUID id, Failure failure) {
    int retries = move.retries(id);
    if (retries >= WAITS.size()) {
      return Outcome.done(() -> move.failed(id, failure));
    }
    move.waitsAgain(id, failure.sentence());
    return new Outcome.RetryAfter(WAITS.get(retries), failure.sentence());
  }
}
