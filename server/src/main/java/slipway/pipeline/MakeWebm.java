package slipway.pipeline;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.journey.MoveVideo;
import slipway.core.video.Failure;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.JobQueue;
import slipway.jobs.Outcome;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;
import slipway.pipeline.Preparation.Result;
import slipway.pipeline.Preparation.Result.Go;
import slipway.storage.FullDisk;

/**
 * Makes the WebM files of a plan, which are downloaded and in no playlist (MD-44). One after the
 * other and each with a run of its own, after everything that somebody may be watching: so what is
 * there after a crash stays, and one that cannot be made does not touch the others.
 */
public final class MakeWebm implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(MakeWebm.class);

  private final MoveVideo move;
  private final Preparation preparation;
  private final Passes passes;
  private final JobQueue queue;
  private final InstantSource clock;

  public MakeWebm(
      MoveVideo move, Preparation preparation, Passes passes, JobQueue queue, InstantSource clock) {
    this.move = move;
    this.preparation = preparation;
    this.passes = passes;
    this.queue = queue;
    this.clock = clock;
  }

  /** Queues what a plan has of it, if anything; inside the transaction that plans it. */
  void begin(UUID id, LadderPlan plan) {
    if (passes.nextDownload(id, plan).isPresent()) {
      queue.enqueue(
          Journey.WEBM,
          id.toString(),
          clock.instant(),
          Priorities.webm(plan.expectedDuration(), move.wish(id)));
    }
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    return switch (preparation.of(id, job, control)) {
      case Result.Stop(Outcome outcome) -> outcome;
      case Go go -> {
        try (go) {
          yield make(go, job, control);
        } catch (IOException failure) {
          FullDisk.orThrow(failure);
          yield preparation.noSpace(id);
        }
      }
    };
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("WebM files of video {} were given up: {}", job.key(), reason);
    UUID id = UUID.fromString(job.key());
    passes.failDownloads(
        id, Failure.of(Failure.Kind.INTERNAL, "Converting the file failed on our side."));
    move.settled(id, Failure.Kind.INTERNAL);
  }

  private Outcome make(Go go, Job job, JobControl control) throws IOException {
    UUID id = go.id();
    while (true) {
      Optional<Rung> next = passes.nextDownload(id, go.plan());
      if (next.isEmpty()) {
        return Outcome.done(() -> move.settled(id, Failure.Kind.INCOMPLETE));
      }
      switch (passes.make(go, go.plan().download(next.get()), control)) {
        case Passes.Ended.Settled() -> {
          if (job.attempt() > 1) {
            return Outcome.done(() -> goOn(id, go.plan(), Failure.Kind.INCOMPLETE));
          }
        }
        case Passes.Ended.TryAgain(Failure.Kind kind, String cause) -> {
          if (job.attempt() > Tries.WAITS.size()) {
            return Outcome.done(() -> {
              move.renditionFailed(id, next.get().name(), Failure.of(kind, cause));
              goOn(id, go.plan(), kind);
            });
          }
          return new Outcome.RetryAfter(Tries.WAITS.get(job.attempt() - 1), cause);
        }
        case Passes.Ended.Cancelled() -> {
          return Tries.cancelled();
        }
      }
    }
  }

  /** With the next one by a job of its own, since each has all of its tries (REL-33). */
  private void goOn(UUID id, LadderPlan plan, Failure.Kind kind) {
    begin(id, plan);
    move.settled(id, kind);
  }
}
