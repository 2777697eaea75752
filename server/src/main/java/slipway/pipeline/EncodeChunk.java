package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.Transactions;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Chunks.Chunk;
import slipway.core.rendition.Chunks.Piece;
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
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;
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
  private final SoundInPieces sounds;
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
    this.sounds = new SoundInPieces(move, transactions, passes, waves.chunks(), blobs);
    this.blobs = blobs;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    ChunkKey key = ChunkKey.parse(job.key());
    Optional<Chunk> chunk = chunk(key);
    if (chunk.isEmpty() || chunk.get().done()) {
      return Outcome.done();
    }
    return switch (preparation.of(
        key.video(), (kind, cause) -> unprepared(chunk.get(), kind, cause, control))) {
      case Result.Stop(Outcome outcome) -> outcome;
      case Go go -> {
        try (go) {
          yield chunk.get().number() == ChunkKey.SOUND
              ? sound(go, chunk.get(), control)
              : pictures(go, chunk.get(), job, control);
        } catch (IOException failure) {
          FullDisk.orThrow(failure);
          yield preparation.noSpace(key.video());
        }
      }
    };
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("chunk {} was given up: {}", job.key(), reason);
    ChunkKey key = ChunkKey.parse(job.key());
    Failure failure = Failure.of(Failure.Kind.INTERNAL, "Converting the file failed on our side.");
    chunk(key).ifPresent(chunk -> lost(chunk, failure));
  }

  /** Nothing comes of it, whatever it was to be. */
  private void lost(Chunk chunk, Failure failure) {
    if (chunk.number() == ChunkKey.SOUND) {
      lost(chunk, List.of(), failure, () -> finished(chunk, Optional.empty(), /* firstOfAll= */ 1));
    } else {
      // Every rung of its wave misses this piece now. Left alone, the joining would ask for it for
      // ever; and what waited for this chunk would wait for ever, too.
      transactions.change(() -> {
        passes.failWave(chunk.video(), chunk.wave(), waves, failure);
        finished(chunk, Optional.empty(), /* firstOfAll= */ chunk.number() + 1);
      });
    }
  }

  /** It is looked into the source for each chunk, so that is a try of the chunk's own as well. */
  private Outcome unprepared(Chunk chunk, Failure.Kind kind, String cause, JobControl control) {
    if (control.cutShort()) {
      return Tries.cancelled();
    }
    return again(chunk, cause, () -> Outcome.done(() -> lost(chunk, Failure.of(kind, cause))));
  }

  private Optional<Chunk> chunk(ChunkKey key) {
    return waves.chunks().of(key.video(), key.wave()).stream()
        .filter(chunk -> chunk.number() == key.number().orElseThrow())
        .findFirst();
  }

  private Outcome sound(Go go, Chunk chunk, JobControl control) throws IOException {
    LadderPlan left = passes.unsettled(go.id(), go.plan()).soundOnly();
    Passes.Ended ended =
        left.isEmpty() ? new Passes.Ended.Settled() : makeSound(go, left, chunk, control);
    return switch (ended) {
      case Passes.Ended.Settled() ->
          Outcome.done(() -> finished(chunk, Optional.empty(), /* firstOfAll= */ 1));
      case Passes.Ended.TryAgain(Failure.Kind kind, String cause) ->
          again(chunk, cause, () -> Outcome.done(() -> lost(chunk, Failure.of(kind, cause))));
      case Passes.Ended.Cancelled() -> Tries.cancelled();
    };
  }

  /** In pieces only where somebody waits for the first of them, for they are files of their own. */
  private Passes.Ended makeSound(Go go, LadderPlan sound, Chunk chunk, JobControl control)
      throws IOException {
    return chunk.wave() == ChunkKey.FIRST_WAVE
        ? sounds.make(go, sound, control)
        : passes.make(go, sound, control);
  }

  private Outcome pictures(Go go, Chunk chunk, Job job, JobControl control) throws IOException {
    Optional<Cutting> found = Cutting.of(chunk.wave(), go, passes.settings());
    if (found.isEmpty() || chunk.number() >= found.get().chunking().count()) {
      // Cut by other settings; joining finds out. What waited for this chunk waits no longer.
      int alone = chunk.number() + 1;
      return Outcome.done(() -> finished(chunk, Optional.empty(), alone));
    }
    Cutting cutting = found.get();
    LadderPlan wave =
        waves.of(chunk.wave(), go.id(), go.plan(), passes.unsettled(go.id(), go.plan())).silent();
    List<Rung> missing = new ArrayList<>();
    for (Rung rung : wave.rungs()) {
      if (!isThere(cutting.file(rung, chunk.number()))) {
        missing.add(rung);
      }
    }
    if (!missing.isEmpty()) {
      Outcome outcome = encode(go, wave.only(missing), cutting, chunk, job, control);
      if (!(outcome instanceof Outcome.Done(Runnable change))) {
        return outcome;
      }
      transactions.change(change);
    }
    Optional<Piece> piece = piece(wave, cutting, chunk);
    int firstOfAll = cutting.chunking().firstOfAll();
    return Outcome.done(() -> finished(chunk, piece, firstOfAll));
  }

  /** What of it can be watched before its rung is whole; only what will be joined as it is. */
  private Optional<Piece> piece(LadderPlan wave, Cutting cutting, Chunk chunk) throws IOException {
    if (chunk.wave() != ChunkKey.FIRST_WAVE || wave.rungs().size() != 1) {
      return Optional.empty();
    }
    Rung rung = wave.rungs().getFirst();
    int number = chunk.number();
    try (Blob blob = blobs.open(cutting.file(rung, number)).orElse(null)) {
      long pictures = blob == null ? 0 : Measured.pictures(new BlobSource(blob));
      boolean whole = pictures == cutting.chunking().frames(number).orElse(Math.max(1, pictures));
      return whole
          ? Optional.of(new Piece(rung.name(), cutting.recipe(rung), number))
          : Optional.empty();
    }
  }

  /** When it is done, every rung of the plan has its file, or fails with what is returned. */
  private Outcome encode(
      Go go, LadderPlan plan, Cutting cutting, Chunk chunk, Job job, JobControl control)
      throws IOException {
    Cancellation cancellation = new Cancellation();
    control.onCancel(cancellation::cancel);
    Encoding encoding = new Encoding(go.ffmpeg(), passes.settings());
    List<String> names = Passes.names(plan);
    EncodingResult result;
    try (WorkFolder folder = go.ffmpeg().workFolder()) {
      result =
          encoding.makeChunk(
              plan,
              cutting.chunking(),
              chunk.number(),
              go.source(),
              folder,
              told(chunk, names, cancellation),
              cancellation);
      if (result instanceof EncodingResult.Made(Map<String, Path> files, _)) {
        for (Rung rung : plan.rungs()) {
          Path file = files.get(rung.name());
          if (file != null) {
            blobs.publish(file, cutting.file(rung, chunk.number()));
          }
        }
      }
    }
    // Whatever runs now has the room that this run took.
    return switch (result) {
      case EncodingResult.Made _ -> Outcome.done(() -> {});
      case EncodingResult.Rejected(String cause, String detail) -> {
        log.info("chunk {}: {} cannot be encoded: {}", job.key(), names, detail);
        Failure failure = Failure.of(Failure.Kind.UNREADABLE, cause);
        yield eachAlone(go, plan, cutting, chunk, job, failure, control);
      }
      case EncodingResult.TryAgain _ when control.cutShort() -> Tries.cancelled();
      case EncodingResult.TryAgain(var trouble, String cause, String detail) -> {
        log.warn("encoding chunk {} failed: {}", job.key(), detail);
        Failure failure = Failure.of(Tries.kind(trouble), cause);
        yield again(chunk, cause, () -> eachAlone(go, plan, cutting, chunk, job, failure, control));
      }
      case EncodingResult.NoRoom() ->
          throw new NoSpaceException("the disk of the work folders is full");
      case EncodingResult.Cancelled() -> Tries.cancelled();
    };
  }

  /**
   * One output that cannot be made takes the whole run with it, so each is tried alone (REL-33),
   * also one that only needs too much of something, once the tries of all together are used up. The
   * chunk is done only after the last of them: a crash on the way leaves it to be gone on with.
   */
  private Outcome eachAlone(
      Go go,
      LadderPlan plan,
      Cutting cutting,
      Chunk chunk,
      Job job,
      Failure failure,
      JobControl control)
      throws IOException {
    if (plan.rungs().size() == 1) {
      return Outcome.done(() -> lost(chunk, Passes.names(plan), failure, () -> {}));
    }
    for (LadderPlan one : Passes.alone(plan)) {
      Outcome outcome = encode(go, one, cutting, chunk, job, control);
      if (!(outcome instanceof Outcome.Done(Runnable change))) {
        return outcome;
      }
      transactions.change(change);
    }
    return Outcome.done(() -> {});
  }

  private void lost(Chunk chunk, List<String> names, Failure failure, Runnable then) {
    List<String> failed =
        names.isEmpty() && chunk.number() == ChunkKey.SOUND ? List.of(LadderPlan.AUDIO) : names;
    transactions.change(() -> {
      failed.forEach(name -> move.renditionFailed(chunk.video(), name, failure));
      then.run();
    });
  }

  /** The video first: of two chunks that end at once, the later one sees that it is the last. */
  private void finished(Chunk chunk, Optional<Piece> piece, int firstOfAll) {
    transactions.change(() -> {
      if (move.beingMade(chunk.video()).isPresent()) {
        waves.done(chunk, piece, firstOfAll);
        if (!waves.chunks().beginning(chunk.video()).isEmpty()) {
          move.begun(chunk.video(), !waves.chunks().beginningOfSound(chunk.video()).isEmpty());
        }
      }
    });
  }

  /** What is done when the tries are used up. */
  private interface End<X extends Exception> {
    Outcome reached() throws X;
  }

  /**
   * Each chunk has tries of its own: one that is hard to encode uses up nobody else's, and a run
   * that found FFmpeg or space missing was none.
   */
  private <X extends Exception> Outcome again(Chunk chunk, String cause, End<X> end) throws X {
    int failures = waves.chunks().failed(chunk);
    if (failures > Tries.WAITS.size()) {
      return end.reached();
    }
    return new Outcome.RetryAfter(Tries.WAITS.get(Math.max(0, failures - 1)), cause);
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

  private boolean isThere(String key) throws IOException {
    Optional<Blob> stored = blobs.open(key);
    try (Blob blob = stored.orElse(null)) {
      return blob != null;
    }
  }
}
