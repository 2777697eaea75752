package slipway.media.container;

import java.util.Arrays;

/** Gathers the samples of one track over all fragments, as if they had stood in one table. */
final class FragmentedTrack {
  private static final int NOT_SYNC = 0x10000;

  private final DecodeTimes.Builder times;
  private final IntArray sizes = new IntArray();
  private final IntArray offsets = new IntArray();
  private final IntArray sync = new IntArray();
  private final IntArray chunkFirstSamples = new IntArray();
  private long[] chunkPositions = new long[64];

  /** Defaults from {@code trex}. */
  final int defaultDuration;

  final int defaultSize;
  final int defaultFlags;

  FragmentedTrack(int defaultDuration, int defaultSize, int defaultFlags) {
    this.defaultDuration = defaultDuration;
    this.defaultSize = defaultSize;
    this.defaultFlags = defaultFlags;
    this.times = new DecodeTimes.Builder(Integer.MAX_VALUE, 16, 0);
  }

  /** Some writers put the first stretch into {@code moov} itself. */
  void addAll(SampleTable table) {
    long expected = -1;
    for (ChunkTable.Walk chunk = table.chunks(); !chunk.isAtEnd(); chunk.next()) {
      if (chunk.position() != expected) {
        beginChunk(chunk.position());
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

  int count() {
    return sizes.size();
  }

  void startsAt(long decodeTime) {
    times.jumpTo(decodeTime);
  }

  void beginChunk(long position) {
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
    if ((flags & NOT_SYNC) == 0) {
      sync.add(count());
    }
    times.add(1, duration);
    sizes.add(size);
    offsets.add(offset);
  }

  SampleTable build() {
    int count = count();
    if (count == 0) {
      return SampleTable.EMPTY;
    }
    RunLengths.Builder runs = new RunLengths.Builder(count, count);
    for (int sample = 0; sample < count; sample++) {
      runs.add(1, offsets.get(sample));
    }
    int chunks = chunkFirstSamples.size();
    if (chunkFirstSamples.get(chunks - 1) == count) {
      chunks--;
    }
    return new SampleTable(
        count,
        times.build(),
        runs.build(),
        sizes.toArray(),
        0,
        sync.size() == count ? null : sync.toArray(),
        chunks(count, chunks));
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
