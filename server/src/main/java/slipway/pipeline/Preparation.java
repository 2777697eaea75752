package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.Outcome;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.transcode.LadderPlan;
import slipway.storage.Blob;
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;

/**
 * What every stage that encodes needs first: a video on which work makes sense, an FFmpeg, the
 * source as a file, what is in it, and the plan. Safe for any thread.
 */
public final class Preparation {
  private static final Logger log = LoggerFactory.getLogger(Preparation.class);
  private static final Duration WAIT_FOR_FFMPEG = Duration.ofSeconds(30);
  private static final Duration WAIT_FOR_SPACE = Duration.ofMinutes(1);

  /**
   * Several that need more than there is fill the disk together and are stopped together; with
   * waits of different lengths one of them gets through alone.
   */
  private static final Duration SPREAD = Duration.ofMinutes(5);

  private final MoveVideo move;
  private final Renditions renditions;
  private final BlobStore blobs;
  private final FfmpegState state;
  private final Plans plans;
  private final Probes probes;

  public Preparation(
      MoveVideo move,
      Renditions renditions,
      BlobStore blobs,
      FfmpegState state,
      Plans plans,
      Probes probes) {
    this.move = move;
    this.renditions = renditions;
    this.blobs = blobs;
    this.state = state;
    this.plans = plans;
    this.probes = probes;
  }

  /** What may come of it. */
  sealed interface Result {

    /** The work cannot begin; the job ends like this. */
    record Stop(Outcome outcome) implements Result {}

    /** It can; close it afterwards. */
    record Go(Video video, Ffmpeg ffmpeg, Blob blob, Path source, MediaFacts facts, LadderPlan plan)
        implements Result, AutoCloseable {

      UUID id() {
        return video.id();
      }

      @Override
      public void close() throws IOException {
        blob.close();
      }
    }
  }

  /** Says how a job ends whose preparation did not work this time. */
  @FunctionalInterface
  interface Again {
    Outcome end(Failure.Kind kind, String cause);
  }

  /** Where what did not work this time is a try of the whole video. */
  Result of(UUID id, Job job) throws IOException {
    return of(id, job, JobControl.none());
  }

  /** The same, where a stop of the server is no try. */
  Result of(UUID id, Job job, JobControl control) throws IOException {
    return of(
        id,
        (kind, cause) ->
            control.cutShort() ? Tries.cancelled() : Tries.again(move, job, id, kind, cause));
  }

  /**
   * The same, where the caller counts.
   *
   * @param again not called for what only has to be waited for
   */
  Result of(UUID id, Again again) throws IOException {
    Optional<Video> found = move.beingMade(id);
    if (found.isEmpty()) {
      return new Result.Stop(Outcome.done());
    }
    if (!(state instanceof FfmpegState.Present(Ffmpeg ffmpeg))
        || !ffmpeg.missingEncoders().isEmpty()) {
      return waits(id, WAIT_FOR_FFMPEG, "Waiting for an FFmpeg that can encode H.264 and AAC.");
    }
    if (blobs.room() <= 0) {
      return new Result.Stop(noSpace(id));
    }
    Optional<Blob> stored = ClearSource.open(blobs, found.get());
    if (stored.isEmpty()) {
      return failed(id, Failure.fileGone());
    }
    Blob blob = stored.get();
    boolean kept = false;
    try {
      Result result = look(found.get(), ffmpeg, blob, again);
      kept = result instanceof Result.Go;
      return result;
    } finally {
      if (!kept) {
        blob.close();
      }
    }
  }

  private Result look(Video video, Ffmpeg ffmpeg, Blob blob, Again again) throws IOException {
    UUID id = video.id();
    Path source = blob.file().orElseThrow();
    return switch (probes.of(ffmpeg, blob)) {
      case ProbeResult.Probed(MediaFacts facts) ->
          new Result.Go(
              video, ffmpeg, blob, source, facts, plans.of(video, facts, playableCuts(id)));
      case ProbeResult.Unreadable(String cause) ->
          failed(id, Failure.of(Failure.Kind.UNREADABLE, cause));
      case ProbeResult.Encrypted encrypted ->
          failed(id, Failure.of(Failure.Kind.ENCRYPTED, encrypted.cause()));
      case ProbeResult.NoUsableTracks(String cause) ->
          failed(id, Failure.of(Failure.Kind.NOTHING_TO_PLAY, cause));
      case ProbeResult.TimedOut() ->
          new Result.Stop(
              again.end(Failure.Kind.OUT_OF_TIME, "Looking into the file took too long."));
      case ProbeResult.Unavailable(String reason) -> {
        log.warn("video {} could not be probed: {}", id, reason);
        yield onOurSide(again);
      }
      case ProbeResult.Stopped() -> new Result.Stop(Tries.cancelled());
      case ProbeResult.Hindered(IOException cause) -> {
        if (FullDisk.is(cause)) {
          log.warn("video {} waits for space to be looked into: {}", id, cause.toString());
          yield new Result.Stop(noSpace(id));
        }
        log.warn("video {} could not be probed", id, cause);
        yield onOurSide(again);
      }
    };
  }

  /** Empty when the source is not watched as it is. */
  private Optional<List<Double>> playableCuts(UUID id) throws IOException {
    Optional<Rendition> source =
        renditions
            .named(id, "source")
            .filter(rendition -> rendition.isDone() && rendition.form() == Rendition.Form.SOURCE);
    if (source.isEmpty()) {
      return Optional.empty();
    }
    Optional<Blob> stored = blobs.open(source.get().blob());
    try (Blob blob = stored.orElse(null)) {
      return blob == null ? Optional.empty() : SourceCuts.of(new BlobSource(blob));
    }
  }

  /** The work waits until there is space again (REL-42). */
  Outcome noSpace(UUID id) {
    String reason = "Waiting for space on the disk.";
    move.waits(id, reason);
    Duration more = Duration.ofSeconds(ThreadLocalRandom.current().nextLong(SPREAD.toSeconds()));
    return new Outcome.Wait(WAIT_FOR_SPACE.plus(more), reason);
  }

  private Result waits(UUID id, Duration wait, String reason) {
    move.waits(id, reason);
    return new Result.Stop(new Outcome.Wait(wait, reason));
  }

  private static Result onOurSide(Again again) {
    return new Result.Stop(
        again.end(Failure.Kind.INTERNAL, "Looking into the file failed on our side."));
  }

  private Result failed(UUID id, Failure failure) {
    log.info("of video {} nothing can be made: {}", id, failure.sentence());
    return new Result.Stop(Outcome.done(() -> move.restFailed(id, failure)));
  }
}
