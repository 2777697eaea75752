package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.Transactions;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Rendition;
import slipway.core.video.Facts;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.packaging.Packability;
import slipway.media.packaging.PackagingCheck;
import slipway.media.transcode.EncodingResult;
import slipway.media.transcode.Remux;
import slipway.pipeline.Preparation.Result;
import slipway.pipeline.Preparation.Result.Go;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;
import slipway.storage.NoSpaceException;
import slipway.storage.Sums;

/**
 * Puts H.264 out of MOV, MKV, FLV, TS or a fragmented MP4 into a plain MP4 that is packaged like
 * any other (MD-53). What comes out is checked like a source; if it does not stand up, the picture
 * is encoded, and nothing is lost but the moment.
 */
public final class RemuxSource implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(RemuxSource.class);

  private final MoveVideo move;
  private final Transactions transactions;
  private final Preparation preparation;
  private final Plans plans;
  private final FfmpegState state;
  private final BlobStore blobs;

  public RemuxSource(
      MoveVideo move,
      Transactions transactions,
      Preparation preparation,
      Plans plans,
      FfmpegState state,
      BlobStore blobs) {
    this.move = move;
    this.transactions = transactions;
    this.preparation = preparation;
    this.plans = plans;
    this.state = state;
    this.blobs = blobs;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    if (move.beingMade(id).filter(Video::isWatchable).isPresent()) {
      return Outcome.done();
    }
    return switch (preparation.of(id, job, control)) {
      case Result.Stop(Outcome outcome) -> outcome;
      case Go go -> {
        try (go) {
          yield remux(go, control);
        } catch (IOException failure) {
          FullDisk.orThrow(failure);
          yield preparation.noSpace(id);
        }
      }
    };
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("remuxing of video {} was given up: {}", job.key(), reason);
    move.ladderFollows(UUID.fromString(job.key()));
  }

  private Outcome remux(Go go, JobControl control) throws IOException {
    UUID id = go.id();
    move.started(id);
    Cancellation cancellation = new Cancellation();
    control.onCancel(cancellation::cancel);
    try (WorkFolder folder = go.ffmpeg().workFolder()) {
      EncodingResult result =
          new Remux(go.ffmpeg(), plans.settings())
              .make(go.facts(), go.source(), folder, share -> {}, cancellation);
      return switch (result) {
        case EncodingResult.Made(Map<String, Path> files, _) ->
            publish(go, Objects.requireNonNull(files.get(Remux.NAME)));
        case EncodingResult.Rejected(_, String detail) -> encode(id, detail);
        case EncodingResult.TryAgain _ when control.cutShort() -> Tries.cancelled();
        case EncodingResult.TryAgain(_, _, String detail) -> encode(id, detail);
        case EncodingResult.NoRoom() ->
            throw new NoSpaceException("the disk of the work folders is full");
        case EncodingResult.Cancelled() -> Tries.cancelled();
      };
    }
  }

  private Outcome publish(Go go, Path file) throws IOException {
    UUID id = go.id();
    Mp4Movie movie;
    try (FileByteSource source = FileByteSource.open(file)) {
      if (!(Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie read))) {
        return encode(id, "the result cannot be read");
      }
      movie = read;
      switch (PackagingCheck.of(movie, source)) {
        case Packability.AsIs _ -> {}
        case Packability.Remux(String reason) -> {
          return encode(id, reason);
        }
        case Packability.Transcode(String reason) -> {
          return encode(id, reason);
        }
      }
    }
    Optional<String> damage = shorter(movie, go.facts().duration());
    if (damage.isPresent()) {
      return encode(id, damage.get());
    }
    String key = BlobKeys.rendition(id, "source");
    Rendition made =
        new Rendition(
            id, "source", Rendition.Form.SOURCE, key, Files.size(file), Measured.of(movie));
    Sums.publish(blobs, file, key);
    return Outcome.done(() ->
        transactions.change(() -> {
          move.viewable(id, List.of(made));
          Facts facts = FactsOfMovie.of(movie);
          if (plans.ladderBelow(go.video(), facts, state)) {
            move.ladderFollows(id);
          } else {
            move.settled(id, Failure.Kind.INTERNAL);
          }
        }));
  }

  /**
   * FFmpeg copies a file that was cut off without a word (MD-16). Encoding finds the same, and its
   * owner is told where the file ends (MD-43).
   */
  private Optional<String> shorter(Mp4Movie movie, Duration expected) {
    double seconds = expected.toNanos() / 1e9;
    double missing = seconds - movie.duration();
    return missing > Verification.mayBeMissing(seconds, plans.settings().leastShare() / 100.0)
        ? Optional.of("only %.1f of %.1f seconds came out".formatted(movie.duration(), seconds))
        : Optional.empty();
  }

  private Outcome encode(UUID id, String detail) {
    log.info("video {} cannot be remuxed and is encoded: {}", id, detail);
    return Outcome.done(() -> move.ladderFollows(id));
  }
}
