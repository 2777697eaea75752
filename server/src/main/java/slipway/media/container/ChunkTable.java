package slipway.media.container;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the chunks of a track lie, and which samples are in each (boxes {@code stsc}, {@code stco}
 * and {@code co64}). Kept as runs of chunks with equally many samples, and with positions of 32
 * bits where these do: writers put a sample or two into each chunk, so a long film has as many
 * chunks as pictures. Immutable.
 */
final class ChunkTable {
  static final ChunkTable EMPTY = new Builder(0).build(new int[0]);

  private final int samples;
  private final int count;

  /** Of each run, ascending from 0. */
  private final int[] firstChunks;

  /** Of each run, ascending from 0; all chunks of a run have equally many. */
  private final int[] firstSamples;

  private final int @Nullable [] narrow;
  private final long[] wide;

  private ChunkTable(
      int samples, int[] firstChunks, int[] firstSamples, int @Nullable [] narrow, long[] wide) {
    this.samples = samples;
    this.firstChunks = firstChunks;
    this.firstSamples = firstSamples;
    this.narrow = narrow;
    this.wide = wide;
    this.count = narrow == null ? wide.length : narrow.length;
  }

  /** Where a chunk begins in the file. */
  long position(int chunk) {
    return narrow == null ? wide[chunk] : narrow[chunk] & 0xffffffffL;
  }

  /** Bytes of memory, roughly. */
  long memory() {
    return 8L * firstChunks.length + (narrow == null ? 8L * wide.length : 4L * narrow.length);
  }

  /** From the chunk that a sample lies in on; for no samples, at the end. */
  Walk from(int sample) {
    return new Walk(sample);
  }

  /** Goes through chunks in order; for one thread. */
  final class Walk {
    private int run;
    private int perChunk;
    private int chunk;
    private int first;

    private Walk(int sample) {
      if (count > 0) {
        run = RunLengths.run(firstSamples, sample);
        perChunk = perChunk(run);
        int into = (sample - firstSamples[run]) / perChunk;
        chunk = firstChunks[run] + into;
        first = firstSamples[run] + into * perChunk;
      }
    }

    boolean isAtEnd() {
      return chunk == count;
    }

    /** Where the chunk begins in the file. */
    long position() {
      return ChunkTable.this.position(chunk);
    }

    /** The first sample in the chunk. */
    int first() {
      return first;
    }

    /** The sample behind the last one in the chunk. */
    int end() {
      return first + perChunk;
    }

    void next() {
      first += perChunk;
      chunk++;
      if (run + 1 < firstChunks.length && firstChunks[run + 1] == chunk) {
        run++;
        perChunk = perChunk(run);
      }
    }
  }

  private int perChunk(int run) {
    boolean last = run + 1 == firstChunks.length;
    int chunks = (last ? count : firstChunks[run + 1]) - firstChunks[run];
    return ((last ? samples : firstSamples[run + 1]) - firstSamples[run]) / chunks;
  }

  /** Collects chunks in order until all samples lie in one; those behind them are left out. */
  static final class Builder {
    private final int samples;
    private int[] firstChunks = new int[16];
    private int[] firstSamples = new int[16];
    private int runs;
    private int chunks;
    private int covered;
    private int before;

    Builder(int samples) {
      this.samples = samples;
    }

    /** So many chunks with so many samples in each. */
    void add(long count, long perChunk) {
      long whole = Math.min(count, (samples - covered) / perChunk);
      run(whole, perChunk);
      if (whole < count && covered < samples) {
        run(1, samples - covered);
      }
    }

    private void run(long count, long perChunk) {
      if (count == 0) {
        return;
      }
      if (runs == 0 || perChunk != before) {
        if (runs == firstChunks.length) {
          firstChunks = Arrays.copyOf(firstChunks, runs * 2);
          firstSamples = Arrays.copyOf(firstSamples, runs * 2);
        }
        firstChunks[runs] = chunks;
        firstSamples[runs++] = covered;
        before = (int) perChunk;
      }
      chunks += (int) count;
      covered += (int) (count * perChunk);
    }

    boolean isComplete() {
      return covered == samples;
    }

    /** How many chunks are needed for the samples so far. */
    int chunks() {
      return chunks;
    }

    /** With positions that are read as unsigned; the array is taken over. */
    ChunkTable build(int[] positions) {
      return built(positions, new long[0]);
    }

    /** With positions of 64 bits; the array is taken over where it is needed. */
    ChunkTable build(long[] positions) {
      for (long position : positions) {
        if (position > 0xffffffffL) {
          return built(null, positions);
        }
      }
      int[] narrow = new int[positions.length];
      for (int chunk = 0; chunk < narrow.length; chunk++) {
        narrow[chunk] = (int) positions[chunk];
      }
      return built(narrow, new long[0]);
    }

    private ChunkTable built(int @Nullable [] narrow, long[] wide) {
      return new ChunkTable(
          samples,
          Arrays.copyOf(firstChunks, runs),
          Arrays.copyOf(firstSamples, runs),
          narrow,
          wide);
    }
  }
}
