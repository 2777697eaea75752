package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.Transactions;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Chunks.Chunk;
import slipway.core.video.Failure;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.transcode.Encoding;
import slipway.media.transcode.EncodingResult;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;
import slipway.pipeline.Preparation.Result;
import slipway.pipeline.Preparation.Result.Go;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/**
 * Encodes one chunk of a long video for all rungs of its wave, or its sound (MD-40). Its files go
 * into the storage, so that another run, on this machine or another one, never makes them again.
 */
public final class EncodeChunk implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(EncodeChunk.class);

  private final MoveVideo move;
  private final Transactions transactions;
  private final Preparation preparation;
  private final Passes passes;
  private final Waves waves;
  private final BlobStore blobs;

  public EncodeChunk(
      MoveVideo move,
      Transactions transactions,
      Preparation preparation,
      Passes passes,
      Waves waves,
      BlobStore blobs) {
    this.move = move;
    this.transactions = transactions;
    this.preparation = preparation;
    this.passes = passes;
    this.waves = waves;
    this.blobs = blobs;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    ChunkKey key = ChunkKey.parse(job.key());
    Optional<Chunk> chunk = chunk(key);
    if (chunk.isEmpty() || chunk.get().done()) {
      return Outcome.done();
    }
    return switch (preparation.of(key.video(), job)) {
      case Result.Stop(Outcome outcome) -> outcome;
      case Go go -> {
        try (go) {
          yield chunk.get().number() == ChunkKey.SOUND
              ? sound(go, chunk.get(), control)
              : pictures(go, chunk.get(), job, control);
        } catch (NoSpaceException full) {
          yield preparation.noSpace(key.video());
        }
      }
    };
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("chunk {} was given up: {}", job.key(), reason);
    ChunkKey key = ChunkKey.parse(job.key());
    String sentence = "Converting the file failed on our side; try again later.";
    chunk(key)
        .ifPresent(chunk -> {
          if (chunk.number() == ChunkKey.SOUND) {
            lost(chunk, List.of(), sentence, () -> finished(chunk));
          } else {
            // Every rung misses this piece now. Left alone, the joining would ask for it for ever.
            move.restFailed(key.video(), new Failure(Failure.Kind.INTERNAL, sentence));
          }
        });
  }

  private Optional<Chunk> chunk(ChunkKey key) {
    return waves.chunks().of(key.video(), key.wave()).stream()
        .filter(chunk -> chunk.number() == key.number().orElseThrow())
        .findFirst();
  }

  private Outcome sound(Go go, Chunk chunk, JobControl control) throws IOException {
    LadderPlan left = passes.unsettled(go.id(), go.plan()).soundOnly();
    Passes.Ended ended =
        left.isEmpty() ? new Passes.Ended.Settled() : passes.make(go, left, control);
    return switch (ended) {
      case Passes.Ended.Settled() -> Outcome.done(() -> finished(chunk));
      case Passes.Ended.TryAgain(String sentence) ->
          again(chunk, List.of(LadderPlan.AUDIO), sentence, () -> finished(chunk));
      case Passes.Ended.Cancelled() -> cancelled();
    };
  }

  private Outcome pictures(Go go, Chunk chunk, Job job, JobControl control) throws IOException {
    if (chunk.number() >= go.plan().chunks(passes.settings())) {
      return Outcome.done(() -> finished(chunk)); // Cut by other settings; joining finds out.
    }
    LadderPlan wave =
        waves.of(chunk.wave(), go.id(), go.plan(), passes.unsettled(go.id(), go.plan())).silent();
    List<Rung> missing = new ArrayList<>();
    for (Rung rung : wave.rungs()) {
      if (!isThere(file(go, rung, chunk))) {
        missing.add(rung);
      }
    }
    if (missing.isEmpty()) {
      return Outcome.done(() -> finished(chunk));
    }
    Cancellation cancellation = new Cancellation();
    control.onCancel(cancellation::cancel);
    return encode(go, wave.only(missing), chunk, job, cancellation, () -> finished(chunk));
  }

  /**
   * @param then what is to be kept once every rung of the plan has its file, or has failed
   */
  private Outcome encode(
      Go go, LadderPlan plan, Chunk chunk, Job job, Cancellation cancellation, Runnable then)
      throws IOException {
    Encoding encoding = new Encoding(go.ffmpeg(), passes.settings());
    List<String> names = Passes.names(plan);
    // Cut by the whole plan, whichever of its rungs are still to be made.
    try (WorkFolder folder = go.ffmpeg().workFolder()) {
      EncodingResult result =
          encoding.makeChunk(
              plan,
              chunk.number(),
              go.source(),
              folder,
              told(chunk, names, cancellation),
              cancellation);
      return switch (result) {
        case EncodingResult.Made(Map<String, Path> files, _) -> {
          for (Rung rung : plan.rungs()) {
            Path file = files.get(rung.name());
            if (file != null) {
              blobs.publish(file, file(go, rung, chunk));
            }
          }
          yield Outcome.done(then);
        }
        case EncodingResult.Rejected(String sentence, String detail) -> {
          log.info("chunk {}: {} cannot be encoded: {}", job.key(), names, detail);
          yield rejected(go, plan, chunk, job, sentence, cancellation, then);
        }
        case EncodingResult.TryAgain(String sentence, String detail) -> {
          log.warn("encoding chunk {} failed: {}", job.key(), detail);
          yield again(chunk, names, sentence, then);
        }
        case EncodingResult.Cancelled() -> cancelled();
      };
    }
  }

  /**
   * One output that cannot be made takes the whole run with it, so each is tried alone (REL-33).
   * The chunk is done only after the last of them: a crash on the way leaves it to be gone on with.
   */
  private Outcome rejected(
      Go go,
      LadderPlan plan,
      Chunk chunk,
      Job job,
      String sentence,
      Cancellation cancellation,
      Runnable then)
      throws IOException {
    if (plan.rungs().size() == 1) {
      return Outcome.done(() -> lost(chunk, Passes.names(plan), sentence, then));
    }
    for (LadderPlan one : Passes.alone(plan)) {
      Outcome outcome = encode(go, one, chunk, job, cancellation, () -> {});
      if (!(outcome instanceof Outcome.Done(Runnable change))) {
        return outcome;
      }
      transactions.change(change);
    }
    return Outcome.done(then);
  }

  private void lost(Chunk chunk, List<String> names, String sentence, Runnable then) {
    List<String> failed =
        names.isEmpty() && chunk.number() == ChunkKey.SOUND ? List.of(LadderPlan.AUDIO) : names;
    transactions.change(() -> {
      failed.forEach(name -> move.renditionFailed(chunk.video(), name, sentence));
      then.run();
    });
  }

  /** The video first: of two chunks that end at once, the later one sees that it is the last. */
  private void finished(Chunk chunk) {
    transactions.change(() -> {
      if (move.beingMade(chunk.video()).isPresent()) {
        waves.done(chunk);
      }
    });
  }

  /**
   * Each chunk has tries of its own: one that is hard to encode uses up nobody else's, and a run
   * that found FFmpeg or space missing was none.
   */
  private Outcome again(Chunk chunk, List<String> names, String sentence, Runnable then) {
    int failures = waves.chunks().failed(chunk);
    if (failures > Tries.WAITS.size()) {
      return Outcome.done(() -> lost(chunk, names, sentence, then));
    }
    return new Outcome.RetryAfter(Tries.WAITS.get(Math.max(0, failures - 1)), sentence);
  }

  private static Outcome cancelled() {
    return new Outcome.RetryAfter(Duration.ZERO, "cancelled on the way");
  }

  private DoubleConsumer told(Chunk chunk, List<String> names, Cancellation cancellation) {
    return new SteadyProgress(share -> {
      boolean wanted =
          transactions.run(() -> {
            // The video first, in the order of every other move.
            if (move.beingMade(chunk.video()).isEmpty()) {
              return false;
            }
            double all =
                waves.progress(
                    new Chunk(chunk.video(), chunk.wave(), chunk.number(), share, false));
            return move.renditionsProgressed(chunk.video(), names, all);
          });
      if (!wanted) {
        cancellation.cancel();
      }
    });
  }

  private String file(Go go, Rung rung, Chunk chunk) {
    UUID id = go.id();
    return BlobKeys.chunk(id, Rungs.recipe(rung, go.plan(), passes.settings()), chunk.number());
  }

  private boolean isThere(String key) throws IOException {
    Optional<Blob> stored = blobs.open(key);
    try (Blob blob = stored.orElse(null)) {
      return blob != null;
    }
  }
}
