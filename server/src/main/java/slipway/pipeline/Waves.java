package slipway.pipeline;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Chunks.Chunk;
import slipway.jobs.JobQueue;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;

/**
 * Cuts the encoding of a long video into durable jobs (MD-40): a first wave of chunks for the
 * smallest rung and the sound when nobody can watch the video yet, and a second one for all other
 * rungs. Each chunk decodes once for all rungs of its wave.
 */
public final class Waves {
  private final Chunks chunks;
  private final JobQueue queue;
  private final InstantSource clock;

  public Waves(Chunks chunks, JobQueue queue, InstantSource clock) {
    this.chunks = chunks;
    this.queue = queue;
    this.clock = clock;
  }

  Chunks chunks() {
    return chunks;
  }

  /**
   * Queues all that is missing; inside a transaction. What is there already stays.
   *
   * @param left those of the plan's renditions that are neither done nor failed
   */
  void begin(UUID id, LadderPlan plan, LadderPlan left, int count, boolean watchable) {
    boolean sound = left.audio().isPresent();
    boolean two =
        !watchable
            && left.rungs().size() > 1
            && left.rungs().getLast().equals(plan.rungs().getLast());
    if (two) {
      begin(id, ChunkKey.FIRST_WAVE, count, sound);
    }
    begin(id, ChunkKey.SECOND_WAVE, count, sound && !two);
  }

  private void begin(UUID id, int wave, int count, boolean sound) {
    List<Integer> numbers = new ArrayList<>();
    if (sound) {
      numbers.add(ChunkKey.SOUND);
    }
    for (int number = 0; number < count; number++) {
      numbers.add(number);
    }
    chunks.begin(id, wave, numbers);
    chunks.of(id, wave).stream().filter(chunk -> !chunk.done()).forEach(this::enqueue);
    if (chunks.of(id, wave).stream().allMatch(Chunk::done)) {
      join(id, wave);
    }
  }

  /** The chunks of a wave do not fit the plan any more; the stage that cut them up begins anew. */
  void anew(UUID id, int wave) {
    chunks.remove(id, wave);
    queue.enqueue(
        Journey.TRANSCODE,
        id.toString(),
        clock.instant(),
        Priorities.transcode(Duration.ZERO, /* watchable= */ true, /* wish= */ 0));
  }

  /** One chunk has its files now. Queues the joining when it was the last. */
  void done(Chunk chunk) {
    chunks.update(new Chunk(chunk.video(), chunk.wave(), chunk.number(), 1, true));
    if (chunks.of(chunk.video(), chunk.wave()).stream().allMatch(Chunk::done)) {
      join(chunk.video(), chunk.wave());
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
        Priorities.chunk(chunk.wave(), chunk.number()));
  }

  private void join(UUID id, int wave) {
    queue.enqueue(Journey.ASSEMBLE, ChunkKey.wave(id, wave), clock.instant(), Priorities.join());
  }

  /**
   * Those rungs of a plan that a wave makes.
   *
   * @param left the rungs that are neither done nor failed
   */
  LadderPlan of(int wave, UUID id, LadderPlan plan, LadderPlan left) {
    if (plan.rungs().isEmpty()) {
      return left;
    }
    Rung smallest = plan.rungs().getLast();
    boolean two = !chunks.of(id, ChunkKey.FIRST_WAVE).isEmpty();
    return left.only(
        left.rungs().stream()
            .filter(rung ->
                wave == ChunkKey.FIRST_WAVE
                    ? rung.equals(smallest)
                    : !two || !rung.equals(smallest))
            .toList());
  }

  /** How far a wave is, with this chunk counted as far as it is now. */
  double progress(Chunk now) {
    chunks.update(now);
    return chunks.of(now.video(), now.wave()).stream()
        .filter(chunk -> chunk.number() >= 0)
        .mapToDouble(chunk -> chunk.done() ? 1 : chunk.progress())
        .average()
        .orElse(0);
  }
}
