package slipway.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.Transactions;
import slipway.core.journey.MoveVideo;
import slipway.core.video.Failure;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.transcode.Chunking;
import slipway.media.transcode.Encoding;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;
import slipway.pipeline.Preparation.Result;
import slipway.pipeline.Preparation.Result.Go;
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;

/**
 * Makes the ladder: plans it, and encodes a short video here and now, a long one as {@link
 * EncodeChunk} jobs. Of a video that nobody can watch yet the smallest rung is made first and
 * alone, in chunks of which the first are short, because that takes a fraction of the time
 * (decision 0019). This stage comes again when these are there; everything else is decoded once
 * (MD-30, MD-41).
 */
public final class Transcode implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Transcode.class);

  /** What is shorter is done before a pass of its own would pay. */
  private static final Duration WORTH_A_FIRST_PASS = Duration.ofSeconds(4);

  private final MoveVideo move;
  private final Transactions transactions;
  private final Preparation preparation;
  private final Passes passes;
  private final Waves waves;
  private final Offcuts offcuts;
  private final MakeWebm webm;

  public Transcode(
      MoveVideo move,
      Transactions transactions,
      Preparation preparation,
      Passes passes,
      Waves waves,
      BlobStore blobs,
      MakeWebm webm) {
    this.move = move;
    this.transactions = transactions;
    this.preparation = preparation;
    this.passes = passes;
    this.waves = waves;
    this.offcuts = new Offcuts(passes, waves, blobs);
    this.webm = webm;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    return switch (preparation.of(id, job, control)) {
      case Result.Stop(Outcome outcome) -> outcome;
      case Go go -> {
        try (go) {
          yield encode(go, job, control);
        } catch (IOException failure) {
          FullDisk.orThrow(failure);
          yield preparation.noSpace(id);
        }
      }
    };
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("encoding of video {} was given up: {}", job.key(), reason);
    move.ladderFailed(
        UUID.fromString(job.key()),
        Failure.of(Failure.Kind.INTERNAL, "Converting the file failed on our side."));
  }

  private Outcome encode(Go go, Job job, JobControl control) throws IOException {
    UUID id = go.id();
    plan(go);
    LadderPlan left = passes.unsettled(id, go.plan());
    Optional<Chunking> waited = early(go, left);
    if (waited.isPresent()) {
      // Also when it has begun: of a video that is tried again, its jobs may be gone.
      Chunking chunking = waited.get();
      boolean sound = left.audio().isPresent();
      transactions.change(() -> waves.begin(id, ChunkKey.FIRST_WAVE, chunking, sound));
      if (!waves.hasBegun(id, chunking.firstOfAll())) {
        return Outcome.done();
      }
    }
    LadderPlan rest = waves.of(ChunkKey.SECOND_WAVE, id, go.plan(), left);
    Optional<Chunking> chunks =
        rest.rungs().isEmpty()
            ? Optional.empty()
            : Waves.chunking(ChunkKey.SECOND_WAVE, go.plan(), passes.settings());
    if (chunks.isPresent()) {
      return begin(id, ChunkKey.SECOND_WAVE, chunks.get(), rest.audio().isPresent());
    }
    if (worthAFirstPass(go, rest)) {
      LadderPlan first =
          rest.only(rest.rungs().subList(rest.rungs().size() - 1, rest.rungs().size()));
      Pass early = make(go, first, job, control);
      if (!(early.ended() instanceof Passes.Ended.Settled)) {
        return ended(early, go, job);
      }
      rest = waves.of(ChunkKey.SECOND_WAVE, id, go.plan(), passes.unsettled(id, go.plan()));
    }
    return ended(make(go, rest, job, control), go, job);
  }

  /** How the smallest rung is cut when somebody waits for it; empty when that does not pay. */
  private Optional<Chunking> early(Go go, LadderPlan left) {
    List<Rung> rungs = left.rungs();
    boolean open = !rungs.isEmpty() && rungs.getLast().equals(go.plan().rungs().getLast());
    return open && !passes.isPictureThere(go.id())
        ? Waves.chunking(ChunkKey.FIRST_WAVE, go.plan(), passes.settings())
        : Optional.empty();
  }

  private Outcome begin(UUID id, int wave, Chunking chunking, boolean sound) {
    return Outcome.done(() -> transactions.change(() -> waves.begin(id, wave, chunking, sound)));
  }

  private void plan(Go go) {
    Encoding encoding = new Encoding(go.ffmpeg(), passes.settings());
    transactions.change(() -> {
      move.started(go.id());
      move.planned(go.id(), Rungs.of(go.id(), go.plan()));
      Stream.concat(go.plan().rungs().stream(), go.plan().downloads().stream())
          .forEach(rung ->
              encoding
                  .obstacle(rung)
                  .ifPresent(
                      cause -> move.renditionFailed(go.id(), rung.name(), noEncoder(cause))));
      webm.begin(go.id(), go.plan());
    });
  }

  private static Failure noEncoder(String cause) {
    return Failure.of(
        Failure.Kind.INTERNAL,
        cause,
        "Ask for another encoder, or its operator for an FFmpeg that has this one.");
  }

  private boolean worthAFirstPass(Go go, LadderPlan left) {
    return !passes.isPictureThere(go.id())
        && left.rungs().size() > 1
        && left.rungs().size() == go.plan().rungs().size()
        && left.expectedDuration().compareTo(WORTH_A_FIRST_PASS) > 0;
  }

  /**
   * How a pass ended.
   *
   * @param failure what the video fails with if that is all and nothing came of it
   */
  private record Pass(Passes.Ended ended, Failure.Kind failure) {}

  /** A plan whose tries are used up is gone through rung by rung, and so settled (REL-33). */
  private Pass make(Go go, LadderPlan plan, Job job, JobControl control) throws IOException {
    Passes.Ended ended =
        plan.isEmpty() ? new Passes.Ended.Settled() : passes.make(go, plan, control);
    return ended instanceof Passes.Ended.TryAgain last && Tries.areUsedUp(move, job, go.id())
        ? new Pass(passes.lastTries(go, plan, last, control), last.kind())
        : new Pass(ended, Failure.Kind.INCOMPLETE);
  }

  private Outcome ended(Pass pass, Go go, Job job) throws IOException {
    UUID id = go.id();
    return switch (pass.ended()) {
      case Passes.Ended.Settled() -> {
        boolean kept = offcuts.forgetKept(go);
        yield Outcome.done(() ->
            transactions.change(() -> {
              if (kept) {
                offcuts.dropKept(id);
              }
              move.settled(id, pass.failure());
            }));
      }
      case Passes.Ended.TryAgain(Failure.Kind kind, String cause) ->
          Tries.again(move, job, id, cause, () -> move.ladderFailed(id, Failure.of(kind, cause)));
      case Passes.Ended.Cancelled() -> Tries.cancelled();
    };
  }
}
