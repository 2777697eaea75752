package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.rendition.Chunks.Chunk;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.JobListener;
import slipway.jobs.JobQueue;
import slipway.jobs.JobSettings;
import slipway.jobs.Lane;
import slipway.jobs.Outcome;
import slipway.media.probe.Ratio;
import slipway.media.transcode.Chunking;
import slipway.testing.InMemoryChunks;
import slipway.testing.IngestHouse;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

/** Which jobs a wave has. */
@OnEveryDatabase
final class WavesTest {
  /** Nothing runs here: it is only asked what is queued. */
  private static final JobHandler NEVER_RUN =
      new JobHandler() {
        @Override
        public Outcome run(Job job, JobControl control) {
          return Outcome.done();
        }

        @Override
        public void gaveUp(Job job, String reason) {}
      };

  private final IngestHouse house = new IngestHouse();
  private final InMemoryChunks chunks = new InMemoryChunks();
  private final UUID id = house.ticket().video().id();
  private final JobQueue queue;
  private final Waves waves;

  WavesTest(TestDatabase databases) {
    queue =
        new JobQueue(
            databases.fresh(), JobSettings.defaults(), house.clock, "node", JobListener.NONE);
    queue.register(Journey.CHUNK, Lane.HEAVY, NEVER_RUN);
    queue.register(Journey.ASSEMBLE, Lane.HEAVY, NEVER_RUN);
    waves = new Waves(house.move, chunks, queue, house.clock);
  }

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  @DisplayName("REL-33, REL-34: sound that failed in a wave is made again in it, when asked for")
  void soundAgain() {
    chunks.begin(id, ChunkKey.SECOND_WAVE, List.of(ChunkKey.SOUND, 0, 1));
    chunks.update(new Chunk(id, ChunkKey.SECOND_WAVE, ChunkKey.SOUND, 1, /* done= */ true));
    chunks.update(new Chunk(id, ChunkKey.SECOND_WAVE, 0, 1, /* done= */ true));

    waves.begin(id, ChunkKey.SECOND_WAVE, cut(), /* sound= */ false);
    assertThat(jobs()).containsExactly("chunk " + id + ":1:1");
    waves.begin(id, ChunkKey.SECOND_WAVE, cut(), /* sound= */ true);
    assertThat(jobs()).containsExactlyInAnyOrder("chunk " + id + ":1:1", "chunk " + id + ":1:-1");
  }

  @Test
  @DisplayName("REL-33: and a wave in which only the sound is missing is not joined before that")
  void onlySoundIsMissing() {
    chunks.begin(id, ChunkKey.SECOND_WAVE, List.of(ChunkKey.SOUND, 0, 1));
    for (int number : List.of(ChunkKey.SOUND, 0, 1)) {
      chunks.update(new Chunk(id, ChunkKey.SECOND_WAVE, number, 1, /* done= */ true));
    }
    waves.begin(id, ChunkKey.SECOND_WAVE, cut(), /* sound= */ true);
    assertThat(jobs()).containsExactly("chunk " + id + ":1:-1");
  }

  private static Chunking cut() {
    return new Chunking(
        new Ratio(25, 1), Duration.ZERO, List.of(), Duration.ofSeconds(60), /* count= */ 2);
  }

  private List<String> jobs() {
    return queue.list(10).stream().map(job -> job.kind() + " " + job.key()).toList();
  }
}
