package slipway.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Chunks.Chunk;
import slipway.core.rendition.Chunks.Piece;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;
import slipway.pipeline.Preparation.Result.Go;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * Gives back the files of chunks that are of no use any more. Where the first rung cannot be made,
 * what there is of it is watched until another one is whole (decision 0021).
 */
final class Offcuts {
  private static final Logger log = LoggerFactory.getLogger(Offcuts.class);

  private final Passes passes;
  private final Chunks chunks;
  private final BlobStore blobs;

  Offcuts(Passes passes, Waves waves, BlobStore blobs) {
    this.passes = passes;
    this.chunks = waves.chunks();
    this.blobs = blobs;
  }

  /** Whether chunks that will be no rung are all that can be watched, and something will follow. */
  boolean areWatched(Go go) {
    return !passes.isPictureThere(go.id())
        && !chunks.beginning(go.id()).isEmpty()
        && !passes.unsettled(go.id(), go.plan()).rungs().isEmpty();
  }

  /**
   * Gives back what was kept for that reason, when it is over. Afterwards {@link #dropKept} is to
   * be called in a transaction.
   *
   * @return whether there was something
   */
  boolean forgetKept(Go go) throws IOException {
    List<Chunk> first = chunks.of(go.id(), ChunkKey.FIRST_WAVE);
    LadderPlan left = passes.unsettled(go.id(), go.plan());
    boolean over =
        !first.isEmpty()
            && first.stream().allMatch(Chunk::done)
            && passes.isPictureThere(go.id())
            && go.plan().rungs().stream()
                .skip(go.plan().rungs().size() - 1L)
                .noneMatch(left.rungs()::contains);
    if (over) {
      forget(go, ChunkKey.FIRST_WAVE);
    }
    return over;
  }

  /** Forgets that there were chunks of the first wave, and of the sound to it. */
  void dropKept(UUID id) {
    chunks.remove(id, ChunkKey.FIRST_WAVE);
    chunks.remove(id, Chunks.PIECES_OF_SOUND);
  }

  /**
   * The files of a first wave that is given up, and of the sound to it, told without a plan from
   * what there was to be watched. Ask before {@link #dropKept}.
   */
  List<String> ofFirstWave(UUID id) {
    List<String> files = new ArrayList<>();
    List<Piece> beginning = chunks.beginning(id);
    for (Chunk chunk : chunks.of(id, ChunkKey.FIRST_WAVE)) {
      if (chunk.number() >= 0 && !beginning.isEmpty()) {
        files.add(BlobKeys.chunk(id, beginning.getFirst().recipe(), chunk.number()));
      }
    }
    for (Piece piece : chunks.beginningOfSound(id)) {
      files.add(BlobKeys.chunk(id, piece.recipe(), piece.number()));
    }
    return files;
  }

  /** Gives these back. What cannot be deleted goes with the video. */
  void giveBack(List<String> files) {
    for (String file : files) {
      try {
        blobs.delete(file);
      } catch (IOException failure) {
        log.warn("{} could not be deleted", file, failure);
      }
    }
  }

  /** The files of a wave: of rungs that are made, or never will be, and of sound that is whole. */
  void forget(Go go, int wave) throws IOException {
    Optional<Cutting> cutting = Cutting.of(wave, go, passes.settings());
    List<Rung> open = passes.unsettled(go.id(), go.plan()).rungs();
    for (Chunk chunk : chunks.of(go.id(), wave)) {
      for (Rung rung : go.plan().rungs()) {
        if (chunk.number() >= 0 && cutting.isPresent() && !open.contains(rung)) {
          blobs.delete(cutting.get().file(rung, chunk.number()));
        }
      }
    }
    if (wave == ChunkKey.FIRST_WAVE) {
      for (Piece piece : chunks.beginningOfSound(go.id())) {
        blobs.delete(BlobKeys.chunk(go.id(), piece.recipe(), piece.number()));
      }
    }
  }
}
