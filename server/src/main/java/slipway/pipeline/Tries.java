package slipway.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import slipway.core.journey.MoveVideo;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.Outcome;

/**
 * How often work on a video is tried: three times in all. While its task runs, the task's own count
 * decides and not the job's, which also counts the runs that only found FFmpeg missing.
 */
final class Tries {
  /** Waits before the second and the third try (LP-112). */
  static final List<Duration> WAITS = List.of(Duration.ofSeconds(30), Duration.ofSeconds(180));

  private Tries() {}

  /** A try failed: another one after a wait, or the end of the video with this failure. */
  static Outcome again(MoveVideo move, UUID id, Failure failure) {
    return again(move, id, failure, move.retries(id), () -> move.failed(id, failure));
  }

  /** The same for making renditions, where what is there stays. */
  static Outcome again(MoveVideo move, Job job, UUID id, Failure failure) {
    boolean taskRuns = move.beingMade(id).filter(Video::isUnderWay).isPresent();
    int retries = taskRuns ? move.retries(id) : job.attempt() - 1;
    return again(move, id, failure, retries, () -> move.restFailed(id, failure));
  }

  private static Outcome again(
      MoveVideo move, UUID id, Failure failure, int retries, Runnable end) {
    if (retries >= WAITS.size()) {
      return Outcome.done(end);
    }
    move.waitsAgain(id, failure.sentence());
    return new Outcome.RetryAfter(WAITS.get(retries), failure.sentence());
  }
}
