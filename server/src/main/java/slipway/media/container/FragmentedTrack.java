package slipway.media.container;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the samples of one track over all fragments, as if they had stood in one table. What all
 * samples have in common is not kept of each, and a table in {@code moov} stays as it is when no
 * fragment follows.
 */
final class FragmentedTrack {
  private static final int NOT_SYNC = 0x10000;

  /** What a sample takes while it is gathered and once more while the table is built. */
  private static final int BYTES_PER_FIELD = 2 * Integer.BYTES;

  /** A chunk, and two steps of time around what a fragment says of its beginning. */
  private static final int BYTES_PER_RUN = 64;

  private final SampleBudget budget;
  private final DecodeTimes.Builder times;
  private final IntArray sizes = new IntArray();

  /** Null as long as all are 0. */
  private @Nullable IntArray offsets;

  /** Null as long as all samples are. */
  private @Nullable IntArray sync;

  private final IntArray chunkFirstSamples = new IntArray();
  private long[] chunkPositions = new long[64];

  /** What stands in {@code moov} and was not gathered yet. */
  private SampleTable before = SampleTable.EMPTY;

  /** Defaults from {@code trex}. */
  final int defaultDuration;

  final int defaultSize;
  final int defaultFlags;

  FragmentedTrack(SampleBudget budget, int defaultDuration, int defaultSize, int defaultFlags) {
    this.budget = budget;
    this.defaultDuration = defaultDuration;
    this.defaultSize = defaultSize;
    this.defaultFlags = defaultFlags;
    this.times = new DecodeTimes.Builder(Integer.MAX_VALUE, 16, 0);
  }

  /** Some writers put the first stretch into {@code moov} itself. */
  void beginWith(SampleTable table) throws Refusal {
    budget.take(table.count(), Mp4Limits.FRAGMENTED);
    before = table;
  }

  private void gatherBefore() throws IOException, Refusal {
    if (before.count() == 0) {
      return;
    }
    SampleTable table = before;
    before = SampleTable.EMPTY;
    budget.hold(table.count(), 3 * BYTES_PER_FIELD);
    budget.hold(table.memory(), 2);
    long expected = -1;
    for (ChunkTable.Walk chunk = table.chunks(); !chunk.isAtEnd(); chunk.next()) {
      if (chunk.position() != expected) {
        addChunk(chunk.position());
      }
      expected = chunk.position() + table.bytes(chunk.first(), chunk.end());
      for (int sample = chunk.first(); sample < chunk.end(); sample++) {
        add(
            table.duration(sample),
            table.size(sample),
            table.sync(sample) ? 0 : NOT_SYNC,
            table.compositionOffset(sample));
      }
    }
  }

  private int count() {
    return sizes.size();
  }

  void startsAt(long decodeTime) throws IOException, Refusal {
    gatherBefore();
    budget.hold(1, BYTES_PER_RUN);
    times.jumpTo(decodeTime);
  }

  /**
   * A run of samples follows.
   *
   * @param count how many
   * @param durations whether each says how long it is
   * @param offsets whether each says when it is shown
   */
  void beginRun(long position, long count, boolean durations, boolean offsets)
      throws IOException, Refusal {
    gatherBefore();
    budget.take(count, Mp4Limits.FRAGMENTED);
    budget.hold(1, BYTES_PER_RUN);
    budget.hold(count, (offsets ? 3 : 2) * BYTES_PER_FIELD);
    budget.hold(durations ? count : 0, 2 * SampleBudget.TIME_RUN);
    addChunk(position);
  }

  private void addChunk(long position) {
    int chunk = chunkFirstSamples.size();
    if (chunk > 0 && chunkFirstSamples.get(chunk - 1) == count()) {
      chunkPositions[chunk - 1] = position; // the one before was empty
      return;
    }
    if (chunk == chunkPositions.length) {
      chunkPositions = Arrays.copyOf(chunkPositions, chunk * 2);
    }
    chunkPositions[chunk] = position;
    chunkFirstSamples.add(count());
  }

  void add(int duration, int size, int flags, int offset) {
    boolean isSync = (flags & NOT_SYNC) == 0;
    if (sync == null && !isSync) {
      sync = new IntArray();
      for (int sample = 0; sample < count(); sample++) {
        sync.add(sample);
      }
    } else if (sync != null && isSync) {
      sync.add(count());
    }
    if (offsets == null && offset != 0) {
      offsets = new IntArray();
      for (int sample = 0; sample < count(); sample++) {
        offsets.add(0);
      }
    }
    if (offsets != null) {
      offsets.add(offset);
    }
    times.add(1, duration);
    sizes.add(size);
  }

  SampleTable build() {
    int count = count();
    if (count == 0) {
      return before;
    }
    int chunks = chunkFirstSamples.size();
    if (chunkFirstSamples.get(chunks - 1) == count) {
      chunks--;
    }
    return new SampleTable(
        count,
        times.build(),
        offsets == null ? RunLengths.ZERO : offsets(offsets),
        sizes.toArray(),
        0,
        sync == null ? null : sync.toArray(),
        chunks(count, chunks));
  }

  private static RunLengths offsets(IntArray each) {
    RunLengths.Builder runs = new RunLengths.Builder(each.size(), each.size());
    for (int sample = 0; sample < each.size(); sample++) {
      runs.add(1, each.get(sample));
    }
    return runs.build();
  }

  private ChunkTable chunks(int samples, int count) {
    ChunkTable.Builder builder = new ChunkTable.Builder(samples);
    for (int chunk = 0; chunk < count; chunk++) {
      int end = chunk + 1 < count ? chunkFirstSamples.get(chunk + 1) : samples;
      builder.add(1, end - chunkFirstSamples.get(chunk));
    }
    return builder.build(Arrays.copyOf(chunkPositions, count));
  }
}
