package slipway.pipeline;

import java.util.Optional;
import java.util.UUID;
import slipway.media.transcode.Chunking;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;
import slipway.media.transcode.TranscodeSettings;
import slipway.pipeline.Preparation.Result.Go;
import slipway.storage.BlobKeys;

/**
 * How the pictures of one wave are cut, and where the files of its chunks lie.
 *
 * @param plan of the whole video
 */
record Cutting(UUID video, LadderPlan plan, Chunking chunking, TranscodeSettings settings) {

  /** Empty when the wave cannot be cut. */
  static Optional<Cutting> of(int wave, Go go, TranscodeSettings settings) {
    return Waves.chunking(wave, go.plan(), settings)
        .map(chunking -> new Cutting(go.id(), go.plan(), chunking, settings));
  }

  /** Names how a rung's chunks are made. */
  String recipe(Rung rung) {
    return Rungs.recipe(rung, plan, settings, chunking.ramp());
  }

  /** Key of a chunk's file. */
  String file(Rung rung, int number) {
    return BlobKeys.chunk(video, recipe(rung), number);
  }
}
