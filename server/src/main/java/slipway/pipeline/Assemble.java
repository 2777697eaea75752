package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
import slipway.media.container.MovieJoiner;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.Mp4Track;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;
import slipway.pipeline.Preparation.Result;
import slipway.pipeline.Preparation.Result.Go;
import slipway.storage.Blob;
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;

/**
 * Joins the chunks of one wave into renditions, without encoding anything again (MD-64). Where the
 * parts do not fit together, the rung is encoded anew in one piece (MD-40).
 */
public final class Assemble implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Assemble.class);

  private final MoveVideo move;
  private final Transactions transactions;
  private final Preparation preparation;
  private final Passes passes;
  private final Waves waves;
  private final Offcuts offcuts;
  private final BlobStore blobs;

  public Assemble(
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
    this.offcuts = new Offcuts(passes, waves, blobs);
    this.blobs = blobs;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    ChunkKey key = ChunkKey.parse(job.key());
    return switch (preparation.of(key.video(), job, control)) {
      case Result.Stop(Outcome outcome) -> outcome;
      case Go go -> {
        try (go) {
          yield join(go, key, job, control);
        } catch (IOException failure) {
          FullDisk.orThrow(failure);
          yield preparation.noSpace(key.video());
        }
      }
    };
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("joining of {} was given up: {}", job.key(), reason);
    ChunkKey key = ChunkKey.parse(job.key());
    waveFailed(key, Failure.of(Failure.Kind.INTERNAL, "Converting the file failed on our side."));
  }

  private void waveFailed(ChunkKey key, Failure failure) {
    transactions.change(() -> {
      boolean open = passes.failWave(key.video(), key.wave(), waves, failure);
      if (open && key.wave() != ChunkKey.FIRST_WAVE) {
        // Its next run finds nothing to join, and knows the files that are of no use any more.
        waves.chunks().of(key.video(), key.wave()).stream()
            .filter(Chunk::done)
            .findFirst()
            .ifPresent(chunk -> waves.done(chunk, Optional.empty(), /* firstOfAll= */ 0));
      }
      if (key.wave() == ChunkKey.FIRST_WAVE && passes.isPictureThere(key.video())) {
        // Nobody waits for its pieces any more, and who asks for its rung again gets it anew.
        List<String> files = offcuts.ofFirstWave(key.video());
        transactions.afterwards(() -> offcuts.giveBack(files));
        offcuts.dropKept(key.video());
      }
      move.settled(key.video(), failure.kind());
    });
  }

  private Outcome join(Go go, ChunkKey key, Job job, JobControl control) throws IOException {
    UUID id = go.id();
    int wave = key.wave();
    List<Chunk> chunks = waves.chunks().of(id, wave);
    List<Chunk> pictures = chunks.stream().filter(chunk -> chunk.number() >= 0).toList();
    if (chunks.isEmpty() || !chunks.stream().allMatch(Chunk::done)) {
      return Outcome.done();
    }
    LadderPlan plan = open(go, wave);
    Optional<Cutting> cutting = Cutting.of(wave, go, passes.settings());
    if (!plan.rungs().isEmpty()
        && pictures.size() != cutting.map(cut -> cut.chunking().count()).orElse(0)) {
      return Outcome.done(() -> waves.anew(id, wave));
    }
    for (Rung rung : plan.rungs()) {
      List<Chunk> missing = missing(cutting.orElseThrow(), rung, pictures);
      if (!missing.isEmpty()) {
        return Outcome.done(() -> transactions.change(() -> missing.forEach(waves::again)));
      }
    }
    for (Rung rung : plan.rungs()) {
      Passes.Ended ended = join(go, plan.only(List.of(rung)), cutting.orElseThrow(), control);
      switch (ended) {
        case Passes.Ended.Settled() -> {}
        case Passes.Ended.TryAgain(Failure.Kind kind, String cause)
            when Tries.areUsedUp(move, job, id) ->
            // The others can be joined all the same (REL-33).
            move.renditionFailed(id, rung.name(), Failure.of(kind, cause));
        case Passes.Ended.TryAgain(Failure.Kind kind, String cause) -> {
          return Tries.again(move, job, id, cause, () -> waveFailed(key, Failure.of(kind, cause)));
        }
        case Passes.Ended.Cancelled() -> {
          return Tries.cancelled();
        }
      }
    }
    if (wave == ChunkKey.FIRST_WAVE && offcuts.areWatched(go)) {
      return Outcome.done(() -> move.settled(id, Failure.Kind.INCOMPLETE));
    }
    offcuts.forget(go, wave);
    boolean kept = wave != ChunkKey.FIRST_WAVE && offcuts.forgetKept(go);
    return Outcome.done(() ->
        transactions.change(() -> {
          joined(go, wave, kept);
          move.settled(id, Failure.Kind.INCOMPLETE);
        }));
  }

  /** Forgets a wave, unless some of it was asked for again while the rest was joined. */
  private void joined(Go go, int wave, boolean kept) {
    if (!waves.chunks().of(go.id(), wave).stream().allMatch(Chunk::done)) {
      return; // the sound, at whose end this is looked at once more
    }
    if (open(go, wave).rungs().isEmpty()) {
      waves.chunks().remove(go.id(), wave);
    } else {
      waves.anew(go.id(), wave);
    }
    if (kept || wave == ChunkKey.FIRST_WAVE) {
      offcuts.dropKept(go.id());
    }
  }

  /** What of the pictures of a wave is neither done nor failed. */
  private LadderPlan open(Go go, int wave) {
    return waves.of(wave, go.id(), go.plan(), passes.unsettled(go.id(), go.plan())).silent();
  }

  private List<Chunk> missing(Cutting cutting, Rung rung, List<Chunk> pictures) throws IOException {
    List<Chunk> missing = new ArrayList<>();
    for (Chunk chunk : pictures) {
      try (Blob blob = blobs.open(cutting.file(rung, chunk.number())).orElse(null)) {
        if (blob == null) {
          missing.add(chunk);
        }
      }
    }
    return missing;
  }

  /**
   * @param plan with one rung
   */
  private Passes.Ended join(Go go, LadderPlan plan, Cutting cutting, JobControl control)
      throws IOException {
    Rung rung = plan.rungs().getFirst();
    List<Blob> open = new ArrayList<>();
    try (WorkFolder folder = go.ffmpeg().workFolder()) {
      List<MovieJoiner.Part> parts = new ArrayList<>();
      boolean ended = false;
      boolean fit = true;
      for (int number = 0; number < cutting.chunking().count() && fit; number++) {
        Blob blob = blobs.open(cutting.file(rung, number)).orElseThrow();
        open.add(blob);
        BlobSource source = new BlobSource(blob);
        Optional<Mp4Track> track = track(source);
        long pictures = track.map(one -> one.samples().count()).orElse(0);
        // Where the picture ends before the file says, nothing may follow what is short.
        fit = !ended || pictures == 0;
        ended |= pictures < cutting.chunking().frames(number).orElse(pictures);
        if (pictures > 0) {
          parts.add(new MovieJoiner.Part(source, track.orElseThrow()));
          fit &= pictures <= cutting.chunking().frames(number).orElse(pictures);
        }
      }
      Optional<String> obstacle =
          !fit || parts.isEmpty()
              ? Optional.of("a part lacks pictures")
              : MovieJoiner.obstacle(parts);
      if (obstacle.isPresent()) {
        log.warn(
            "video {}, {}: encoded in one piece, because {}", go.id(), rung.name(), obstacle.get());
        return passes.make(go, plan, control);
      }
      Path joined = folder.path().resolve(rung.fileName(0));
      MovieJoiner.join(parts, joined);
      passes.publish(go.id(), plan, Map.of(rung.name(), joined), "joined from parts");
      return new Passes.Ended.Settled();
    } finally {
      for (Blob blob : open) {
        blob.close();
      }
    }
  }

  private static Optional<Mp4Track> track(BlobSource source) throws IOException {
    return Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie)
        ? movie.video()
        : Optional.empty();
  }
}
