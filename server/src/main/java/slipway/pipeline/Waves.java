package slipway.pipeline;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Chunks.Chunk;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.jobs.JobQueue;
import slipway.media.transcode.Chunking;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;
import slipway.media.transcode.TranscodeSettings;

/**
 * Cuts the encoding of a video into durable jobs (MD-40): a first wave of chunks for the smallest
 * rung and the sound when nobody can watch the video yet, and of a long one a second wave for all
 * other rungs. Each chunk decodes once for all rungs of its wave.
 *
 * <p>The very first chunks, one after the other, and the sound have the machine for themselves, for
 * somebody waits for them; everything else begins when these chunks are there.
 */
public final class Waves {
  private final MoveVideo move;
  private final Chunks chunks;
  private final JobQueue queue;
  private final InstantSource clock;

  public Waves(MoveVideo move, Chunks chunks, JobQueue queue, InstantSource clock) {
    this.move = move;
    this.chunks = chunks;
    this.queue = queue;
    this.clock = clock;
  }

  Chunks chunks() {
    return chunks;
  }

  /** How the pictures of a wave are cut; empty when they are not. */
  static Optional<Chunking> chunking(int wave, LadderPlan plan, TranscodeSettings settings) {
    return wave == ChunkKey.FIRST_WAVE
        ? Chunking.early(plan, settings)
        : Chunking.of(plan, settings);
  }

  /**
   * Whether those chunks of the first wave are there that are made before everything else.
   *
   * @param firstOfAll how many these are
   */
  boolean hasBegun(UUID id, int firstOfAll) {
    List<Chunk> all = chunks.of(id, ChunkKey.FIRST_WAVE);
    return !all.isEmpty() && firstOfAll(all, firstOfAll).isEmpty();
  }

  /** Those of them that are still to be made. */
  private static List<Chunk> firstOfAll(List<Chunk> wave, int firstOfAll) {
    return wave.stream()
        .filter(chunk -> chunk.number() >= 0 && chunk.number() < firstOfAll && !chunk.done())
        .toList();
  }

  /**
   * Queues all that is missing of a wave; inside a transaction. What is there already stays.
   *
   * @param sound whether it is made with this wave
   */
  void begin(UUID id, int wave, Chunking chunking, boolean sound) {
    List<Integer> numbers = new ArrayList<>();
    if (sound) {
      numbers.add(ChunkKey.SOUND);
    }
    for (int number = 0; number < chunking.count(); number++) {
      numbers.add(number);
    }
    chunks.begin(id, wave, numbers);
    if (sound) {
      // Its row is done also where it failed, and now it was asked for again.
      chunks.of(id, wave).stream()
          .filter(chunk -> chunk.number() == ChunkKey.SOUND && chunk.done())
          .forEach(chunk -> chunks.update(new Chunk(id, wave, ChunkKey.SOUND, 0, false)));
    }
    List<Chunk> all = chunks.of(id, wave);
    List<Chunk> first =
        wave == ChunkKey.FIRST_WAVE ? firstOfAll(all, chunking.firstOfAll()) : List.of();
    all.stream()
        .filter(chunk -> !chunk.done())
        .filter(chunk ->
            first.isEmpty() || chunk.equals(first.getFirst()) || chunk.number() == ChunkKey.SOUND)
        .forEach(this::enqueue);
    if (all.stream().allMatch(Chunk::done)) {
      join(id, wave);
    }
  }

  /** The chunks of a wave do not fit the plan any more; the stage that cut them up begins anew. */
  void anew(UUID id, int wave) {
    chunks.remove(id, wave);
    goOn(id);
  }

  private void goOn(UUID id) {
    queue.enqueue(
        Journey.TRANSCODE,
        id.toString(),
        clock.instant(),
        Priorities.transcode(Duration.ZERO, /* watchable= */ true, move.wish(id)));
  }

  /**
   * One chunk has its files now. Queues the joining when it was the last, and what waited for it.
   *
   * @param piece what of it can be watched already
   * @param firstOfAll how many chunks of the first wave are made before everything else
   */
  void done(Chunk chunk, Optional<Chunks.Piece> piece, int firstOfAll) {
    Chunk done = new Chunk(chunk.video(), chunk.wave(), chunk.number(), 1, true);
    piece.ifPresentOrElse(made -> chunks.done(done, made), () -> chunks.update(done));
    List<Chunk> all = chunks.of(chunk.video(), chunk.wave());
    if (all.stream().allMatch(Chunk::done)) {
      join(chunk.video(), chunk.wave());
    }
    boolean first = chunk.number() >= 0 && chunk.number() < firstOfAll;
    if (chunk.wave() == ChunkKey.FIRST_WAVE && first) {
      List<Chunk> left = firstOfAll(all, firstOfAll);
      if (left.isEmpty()) {
        all.stream().filter(other -> !other.done() && other.number() > 0).forEach(this::enqueue);
        goOn(chunk.video());
      } else {
        enqueue(left.getFirst());
      }
    }
  }

  /** A chunk's file is gone, or was made by other settings. */
  void again(Chunk chunk) {
    Chunk undone = new Chunk(chunk.video(), chunk.wave(), chunk.number(), 0, false);
    chunks.update(undone);
    enqueue(undone);
  }

  private void enqueue(Chunk chunk) {
    queue.enqueue(
        Journey.CHUNK,
        ChunkKey.of(chunk),
        clock.instant(),
        Priorities.chunk(chunk.wave(), chunk.number(), move.wish(chunk.video())));
  }

  private void join(UUID id, int wave) {
    queue.enqueue(
        Journey.ASSEMBLE, ChunkKey.wave(id, wave), clock.instant(), Priorities.join(move.wish(id)));
  }

  /**
   * What of a plan a wave makes.
   *
   * @param left what is neither done nor failed
   */
  LadderPlan of(int wave, UUID id, LadderPlan plan, LadderPlan left) {
    if (plan.rungs().isEmpty()) {
      return left;
    }
    Rung smallest = plan.rungs().getLast();
    List<Chunk> first = chunks.of(id, ChunkKey.FIRST_WAVE);
    boolean two = !first.isEmpty();
    boolean otherSound =
        wave != ChunkKey.FIRST_WAVE
            && first.stream().anyMatch(chunk -> chunk.number() == ChunkKey.SOUND && !chunk.done());
    return (otherSound ? left.silent() : left)
        .only(
            left.rungs().stream()
                .filter(rung ->
                    wave == ChunkKey.FIRST_WAVE
                        ? rung.equals(smallest)
                        : !two || !rung.equals(smallest))
                .toList());
  }

  /**
   * The names of what a wave makes of pictures, for when there is no plan at hand: told from what
   * was planned, whatever has become of it since.
   *
   * @param all renditions of the video
   */
  List<String> pictures(int wave, UUID id, List<Rendition> all) {
    List<Rendition> planned =
        all.stream()
            .filter(one -> one.form() == Rendition.Form.PICTURE)
            .sorted(
                // As the ladder is sorted; what is done has the bits that it came to take.
                Comparator.comparingLong((Rendition one) -> -pixels(one.traits()))
                    .thenComparing(one -> !one.isDone())
                    .thenComparingLong(one -> -one.traits().bitrate())
                    .thenComparing(Rendition::name))
            .toList();
    if (planned.isEmpty()) {
      return List.of();
    }
    String smallest = planned.getLast().name();
    boolean two = !chunks.of(id, ChunkKey.FIRST_WAVE).isEmpty();
    return planned.stream()
        .map(Rendition::name)
        .filter(name ->
            wave == ChunkKey.FIRST_WAVE ? name.equals(smallest) : !two || !name.equals(smallest))
        .toList();
  }

  private static long pixels(Traits traits) {
    return (long) traits.width() * traits.height();
  }

  /** How far a wave is, with this chunk counted as far as it is now. */
  double progress(Chunk now) {
    chunks.progress(now);
    return chunks.of(now.video(), now.wave()).stream()
        .filter(chunk -> chunk.number() >= 0)
        .mapToDouble(chunk -> chunk.done() ? 1 : chunk.progress())
        .average()
        .orElse(0);
  }
}
