package slipway.media.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ChunkTableTest {

  /** A chunk as it stands in the boxes. */
  private record Chunk(int first, int end, long position) {}

  @Test
  @DisplayName("Whatever chunks a track has, the table finds each sample in its own")
  void likeTheBoxes() {
    Random random = new Random(4);
    for (int round = 0; round < 200; round++) {
      List<Chunk> chunks = new ArrayList<>();
      List<long[]> runs = new ArrayList<>();
      int samples = 0;
      for (int run = random.nextInt(1, 8); run > 0; run--) {
        int perChunk = random.nextInt(1, 4);
        int count = random.nextInt(1, 6);
        runs.add(new long[] {count, perChunk});
        for (int i = 0; i < count; i++) {
          long position = (random.nextLong() >>> 1) % (round % 2 == 0 ? 1L << 32 : 1L << 40);
          chunks.add(new Chunk(samples, samples + perChunk, position));
          samples += perChunk;
        }
      }
      // The last one may be said to hold more samples than there are.
      Chunk last = chunks.getLast();
      int there = samples - random.nextInt(last.end() - last.first());
      assertSame(built(there, runs, chunks), there, chunks);
    }
  }

  private static ChunkTable built(int samples, List<long[]> runs, List<Chunk> chunks) {
    ChunkTable.Builder builder = new ChunkTable.Builder(samples);
    runs.forEach(run -> builder.add(run[0], run[1]));
    builder.add(3, 2); // behind the last sample: left out
    assertThat(builder.isComplete()).isTrue();
    assertThat(builder.chunks()).isEqualTo(chunks.size());
    return builder.build(chunks.stream().mapToLong(Chunk::position).toArray());
  }

  private static void assertSame(ChunkTable table, int samples, List<Chunk> chunks) {
    for (int sample = 0; sample < samples; sample++) {
      ChunkTable.Walk walk = table.from(sample);
      for (Chunk chunk : chunks) {
        if (chunk.end() <= sample) {
          continue;
        }
        assertThat(walk.isAtEnd()).isFalse();
        assertThat(walk.first()).isEqualTo(chunk.first());
        assertThat(walk.end()).isEqualTo(Math.min(samples, chunk.end()));
        assertThat(walk.position()).isEqualTo(chunk.position());
        walk.next();
      }
      assertThat(walk.isAtEnd()).isTrue();
    }
    assertThat(table.from(samples).isAtEnd()).isTrue();
  }

  @Test
  @DisplayName("A long film takes four bytes for each chunk, and none for those that are alike")
  void small() {
    ChunkTable.Builder builder = new ChunkTable.Builder(1_000_000);
    builder.add(1_000_000, 1);
    assertThat(builder.build(new long[1_000_000]).memory()).isLessThan(4_000_100);
  }

  @Test
  void nothing() {
    assertThat(ChunkTable.EMPTY.from(0).isAtEnd()).isTrue();
    assertThat(new ChunkTable.Builder(0).isComplete()).isTrue();
  }
}
