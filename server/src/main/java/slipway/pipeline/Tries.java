package slipway.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import slipway.core.journey.MoveVideo;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.Outcome;
import slipway.media.transcode.EncodingResult;

/**
 * How often work on a video is tried: three times in all. While its task runs, the task's own count
 * decides and not the job's, which knows nothing of other stages.
 */
final class Tries {
  /** Waits before the second and the third try (LP-112). */
  static final List<Duration> WAITS = List.of(Duration.ofSeconds(30), Duration.ofSeconds(180));

  private Tries() {}

  /** How a run ends that was ended from outside; nothing of it counts. */
  static Outcome cancelled() {
    return new Outcome.RetryAfter(Duration.ZERO, "cancelled on the way");
  }

  /**
   * A try failed: another one after a wait, or the end of the video with this failure. Its cure is
   * told only at the end, for until then nobody has to do anything.
   *
   * @param cause a sentence
   */
  static Outcome again(MoveVideo move, UUID id, Failure.Kind kind, String cause) {
    return again(move, id, Failure.of(kind, cause), cause);
  }

  /** The same, where it is known better what helps. */
  static Outcome again(MoveVideo move, UUID id, Failure failure, String cause) {
    return again(move, id, cause, move.retries(id), () -> move.failed(id, failure));
  }

  /** The same for making renditions, where what is there stays. */
  static Outcome again(MoveVideo move, Job job, UUID id, Failure.Kind kind, String cause) {
    return again(move, job, id, cause, () -> move.restFailed(id, Failure.of(kind, cause)));
  }

  /** The same, where less than all that is missing fails in the end. */
  static Outcome again(MoveVideo move, Job job, UUID id, String cause, Runnable end) {
    return again(move, id, cause, retries(move, job, id), end);
  }

  /** Whether a try that fails now was the last one. */
  static boolean areUsedUp(MoveVideo move, Job job, UUID id) {
    return retries(move, job, id) >= WAITS.size();
  }

  private static int retries(MoveVideo move, Job job, UUID id) {
    boolean taskRuns = move.beingMade(id).filter(Video::isUnderWay).isPresent();
    return taskRuns ? move.retries(id) : job.attempt() - 1;
  }

  /** The failure that a trouble is when it does not go away. */
  static Failure.Kind kind(EncodingResult.Trouble trouble) {
    return switch (trouble) {
      case TOO_SLOW -> Failure.Kind.OUT_OF_TIME;
      case TOO_LARGE -> Failure.Kind.TOO_LARGE;
      case BROKEN -> Failure.Kind.INTERNAL;
    };
  }

  private static Outcome again(MoveVideo move, UUID id, String cause, int retries, Runnable end) {
    if (retries >= WAITS.size()) {
      return Outcome.done(end);
    }
    move.waitsAgain(id, cause);
    return new Outcome.RetryAfter(WAITS.get(retries), cause);
  }
}
