package slipway.media.container;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one track in decoding order, numbered from 0: when, how long, how large, where.
 * Times are in ticks of the track's timescale, before any edit list.
 *
 * <p>Immutable; made of primitive arrays, about 10 to 25 bytes per sample at worst.
 */
public final class SampleTable {
  static final SampleTable EMPTY =
      new SampleTable(
          0,
          new DecodeTimes.Builder(0, 0, 0).build(),
          RunLengths.ZERO,
          null,
          0,
          null,
          ChunkTable.EMPTY);

  /**
   * Reordering never looks further than 16 pictures ahead in the codecs we know; twice that is
   * looked at.
   */
  private static final int REORDERING = 32;

  private static final int STRIDE = 1024;

  private final int count;
  private final DecodeTimes times;
  private final RunLengths offsets;
  private final int @Nullable [] sizes;
  private final int fixedSize;
  private final int @Nullable [] syncSamples;
  private final ChunkTable chunks;

  /** Bytes of all samples before each {@value #STRIDE}th, so that none is far to count. */
  private final long[] before;

  private final long total;

  /**
   * @param sizes per sample, or null when all have {@code fixedSize}
   * @param syncSamples ascending, or null when every sample is one
   * @param chunks none empty, with all samples in them
   */
  SampleTable(
      int count,
      DecodeTimes times,
      RunLengths offsets,
      int @Nullable [] sizes,
      int fixedSize,
      int @Nullable [] syncSamples,
      ChunkTable chunks) {
    this.count = count;
    this.times = times;
    this.offsets = offsets;
    this.sizes = sizes;
    this.fixedSize = fixedSize;
    this.syncSamples = syncSamples;
    this.chunks = chunks;
    this.before = sizes == null ? new long[0] : before(sizes);
    this.total = bytesBefore(count);
  }

  private static long[] before(int[] sizes) {
    long[] before = new long[sizes.length / STRIDE + 1];
    long total = 0;
    for (int sample = 0; sample < sizes.length; sample++) {
      if (sample % STRIDE == 0) {
        before[sample / STRIDE] = total;
      }
      total += sizes[sample];
    }
    if (sizes.length % STRIDE == 0) {
      before[sizes.length / STRIDE] = total;
    }
    return before;
  }

  private long bytesBefore(int sample) {
    return sizes == null
        ? (long) fixedSize * sample
        : before[sample / STRIDE] + sum(sizes, sample / STRIDE * STRIDE, sample);
  }

  private static long sum(int[] sizes, int from, int to) {
    long total = 0;
    for (int sample = from; sample < to; sample++) {
      total += sizes[sample];
    }
    return total;
  }

  /** How many samples there are. */
  public int count() {
    return count;
  }

  /** When a sample is decoded. */
  public long decodeTime(int sample) {
    return sample == count ? times.end() : times.time(sample);
  }

  /** How long a sample lasts. */
  public int duration(int sample) {
    return times.duration(sample);
  }

  /** How much later than decoded it is shown; may be negative. */
  public int compositionOffset(int sample) {
    return offsets.at(sample);
  }

  /** The smallest composition offset of all samples. */
  public int minCompositionOffset() {
    return count == 0 ? 0 : offsets.min();
  }

  /**
   * How far the composition offsets of all samples lie apart, in ticks: at most by so much one is
   * shown in another order than decoded.
   */
  public long reordering() {
    return count == 0 ? 0 : (long) offsets.max() - offsets.min();
  }

  /** When a sample is shown. */
  public long presentationTime(int sample) {
    return times.time(sample) + offsets.at(sample);
  }

  /** The earliest presentation time. */
  public long presentationStart() {
    long start = Long.MAX_VALUE;
    for (int sample = 0; sample < Math.min(count, REORDERING); sample++) {
      start = Math.min(start, presentationTime(sample));
    }
    return count == 0 ? 0 : start;
  }

  /** The latest end of a presentation. */
  public long presentationEnd() {
    long end = 0;
    for (int sample = Math.max(0, count - REORDERING); sample < count; sample++) {
      end = Math.max(end, presentationTime(sample) + duration(sample));
    }
    return end;
  }

  /**
   * Where the last sample ends in decoding time; also the sum of all durations when the first
   * begins at 0.
   */
  public long decodeEnd() {
    return times.end();
  }

  /** The last sample decoded at or before a time; the first one for times before it. */
  public int sampleAt(long decodeTime) {
    return Math.min(times.sampleAt(decodeTime), count - 1);
  }

  /** Bytes of a sample. */
  public int size(int sample) {
    return sizes == null ? fixedSize : sizes[sample];
  }

  /** Bytes of all samples. */
  public long bytes() {
    return total;
  }

  /** Bytes of the samples from {@code from} up to and without {@code to}. */
  public long bytes(int from, int to) {
    return sizes != null && to - from <= STRIDE
        ? sum(sizes, from, to)
        : bytesBefore(to) - bytesBefore(from);
  }

  /**
   * Whether the index calls a sample a sync sample. A hint only: with open GOPs not every one is a
   * place to start (MD-54).
   */
  public boolean sync(int sample) {
    return syncSamples == null || Arrays.binarySearch(syncSamples, sample) >= 0;
  }

  /** Whether every sample is a sync sample because the index names none. */
  public boolean allSync() {
    return syncSamples == null;
  }

  /** How many sync samples the index names. */
  public int syncCount() {
    return syncSamples == null ? count : syncSamples.length;
  }

  /** The number of the {@code index}-th sync sample, counted from 0. */
  public int syncSample(int index) {
    return syncSamples == null ? index : syncSamples[index];
  }

  /** From the first chunk on. */
  ChunkTable.Walk chunks() {
    return chunks.from(0);
  }

  /** Where a sample's first byte lies. */
  public long position(int sample) {
    ChunkTable.Walk chunk = chunks.from(sample);
    return chunk.position() + bytes(chunk.first(), sample);
  }

  /**
   * Where the samples from {@code from} up to and without {@code to} lie, in order, neighbours
   * joined.
   */
  public List<ByteRange> ranges(int from, int to) {
    List<ByteRange> ranges = new ArrayList<>();
    long start = 0;
    long end = 0;
    int sample = from;
    for (ChunkTable.Walk chunk = chunks.from(from); sample < to; chunk.next()) {
      int chunkEnd = Math.min(to, chunk.end());
      long position = chunk.position() + bytes(chunk.first(), sample);
      if (position != end) {
        if (end > start) {
          ranges.add(new ByteRange(start, end - start));
        }
        start = position;
        end = position;
      }
      end += bytes(sample, chunkEnd);
      sample = chunkEnd;
    }
    if (end > start) {
      ranges.add(new ByteRange(start, end - start));
    }
    return List.copyOf(ranges);
  }

  /** Bytes of memory that this table takes, roughly. */
  public long memory() {
    long words = sizes == null ? 0 : sizes.length;
    words += syncSamples == null ? 0 : syncSamples.length;
    return 4 * words + 8L * before.length + times.memory() + offsets.memory() + chunks.memory();
  }

  /** The position behind the last byte that any sample needs. */
  public long neededSize() {
    long needed = 0;
    for (ChunkTable.Walk chunk = chunks.from(0); !chunk.isAtEnd(); chunk.next()) {
      needed = Math.max(needed, chunk.position() + bytes(chunk.first(), chunk.end()));
    }
    return needed;
  }
}
