package slipway.media.container;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code stbl} (ISO/IEC 14496-12, 8.6 and 8.7) into a {@link SampleTable}. Nothing is
 * allocated by a count before that count was seen to fit into its box.
 */
final class SampleTableParser {
  private final SampleBudget budget;
  private @Nullable BoxReader sizes;
  private @Nullable BoxReader times;
  private @Nullable BoxReader offsets;
  private @Nullable BoxReader sync;
  private @Nullable BoxReader sampleToChunk;
  private @Nullable BoxReader chunks;

  SampleTableParser(SampleBudget budget) {
    this.budget = budget;
  }

  /** Takes note of one box inside {@code stbl}; of two of a kind the first counts. */
  void offer(BoxReader box) throws Refusal {
    switch (box.type()) {
      case "stsz", "stz2" -> sizes = sizes == null ? box : sizes;
      case "stts" -> times = times == null ? box : times;
      case "ctts" -> offsets = offsets == null ? box : offsets;
      case "stss" -> sync = sync == null ? box : sync;
      case "stsc" -> sampleToChunk = sampleToChunk == null ? box : sampleToChunk;
      case "stco", "co64" -> chunks = chunks == null ? box : chunks;
      case "senc" -> throw new Refusal(new Mp4Reading.Encrypted("senc"));
      default -> {}
    }
  }

  SampleTable parse() throws IOException, Refusal {
    if (sizes == null || times == null || sampleToChunk == null || chunks == null) {
      throw Refusal.malformed("The file is damaged: a track lacks one of its tables.");
    }
    Sizes parsedSizes = sizes(sizes);
    int count = parsedSizes.count;
    if (count == 0) {
      return SampleTable.EMPTY;
    }
    DecodeTimes decodeTimes = times(times, count);
    RunLengths compositionOffsets = offsets == null ? RunLengths.ZERO : offsets(offsets, count);
    int @Nullable [] syncSamples = sync == null ? null : sync(sync, count);
    ChunkTable parsedChunks = chunks(sampleToChunk, chunks, count);
    return new SampleTable(
        count,
        decodeTimes,
        compositionOffsets,
        parsedSizes.each,
        parsedSizes.fixed,
        syncSamples,
        parsedChunks);
  }

  @SuppressWarnings("ArrayRecordComponent") // lives for one method call
  private record Sizes(int count, int @Nullable [] each, int fixed) {}

  private Sizes sizes(BoxReader box) throws IOException, Refusal {
    box.versionAndFlags();
    boolean compact = box.type().equals("stz2");
    long fixed = compact ? 0 : box.u32();
    int bits = compact ? box.i32() & 0xff : 32;
    long count = box.u32();
    budget.take(count, 1);
    if (fixed > Integer.MAX_VALUE) {
      throw Refusal.malformed("The file is damaged: a sample has an impossible size.");
    }
    if (fixed != 0) {
      return new Sizes((int) count, null, (int) fixed);
    }
    if (bits != 32 && bits != 16 && bits != 8 && bits != 4) {
      throw Refusal.malformed("The file is damaged: sample sizes have an impossible width.");
    }
    if ((count * bits + 7) / 8 > box.remaining()) {
      throw Refusal.malformed(
          "The file is damaged: the table '" + box.type() + "' says it is longer than its box.");
    }
    budget.hold(count, Integer.BYTES);
    int[] each = new int[(int) count];
    if (bits == 32) {
      box.ints(each, 0, each.length);
    } else {
      for (int i = 0; i < each.length; i++) {
        each[i] =
            switch (bits) {
              case 16 -> box.u16();
              case 8 -> box.u8();
              default -> nibble(box, each, i);
            };
      }
    }
    for (int size : each) {
      if (size < 0) {
        throw Refusal.malformed("The file is damaged: a sample has an impossible size.");
      }
    }
    return new Sizes((int) count, each, 0);
  }

  /** Two sizes of 4 bits in a byte, the first one above; reads both when the first is asked for. */
  private static int nibble(BoxReader box, int[] each, int index) throws IOException, Refusal {
    if ((index & 1) == 1) {
      return each[index];
    }
    int both = box.u8();
    if (index + 1 < each.length) {
      each[index + 1] = both & 15;
    }
    return both >> 4;
  }

  private DecodeTimes times(BoxReader box, int samples) throws IOException, Refusal {
    box.versionAndFlags();
    int entries = box.count(8);
    budget.hold(Math.min(entries, samples), SampleBudget.TIME_RUN);
    DecodeTimes.Builder builder = new DecodeTimes.Builder(samples, Math.min(entries, samples), 0);
    Pairs pairs = new Pairs(box, entries);
    while (pairs.next()) {
      builder.add(pairs.count(), duration(pairs.value()));
    }
    if (builder.covered() < samples) {
      throw Refusal.malformed("The file is damaged: a track has more samples than times.");
    }
    return builder.build();
  }

  /**
   * Some writers put a negative number here to mend an earlier one; like ffmpeg we take it for the
   * shortest step.
   */
  static int duration(int stored) {
    return stored < 0 ? 1 : stored;
  }

  private RunLengths offsets(BoxReader box, int samples) throws IOException, Refusal {
    // Version 0 is unsigned by the standard, but QuickTime writes negative numbers in it; nothing
    // real is above 2^31.
    box.versionAndFlags();
    int entries = box.count(8);
    budget.hold(RunLengths.Builder.ints(samples, Math.min(entries, samples)), Integer.BYTES);
    RunLengths.Builder builder = new RunLengths.Builder(samples, Math.min(entries, samples));
    Pairs pairs = new Pairs(box, entries);
    while (pairs.next()) {
      builder.add(pairs.count(), pairs.value());
    }
    return builder.build();
  }

  /** The entries of a run-length table, read many at once: there may be one for each sample. */
  private static final class Pairs {
    private static final int AT_ONCE = 2048;

    private final BoxReader box;
    private final int[] numbers = new int[2 * AT_ONCE];
    private int left;
    private int ready;
    private int next;

    Pairs(BoxReader box, int entries) {
      this.box = box;
      this.left = entries;
    }

    boolean next() throws IOException, Refusal {
      next += 2;
      if (next < ready) {
        return true;
      }
      if (left == 0) {
        return false;
      }
      int entries = Math.min(left, AT_ONCE);
      box.ints(numbers, 0, 2 * entries);
      left -= entries;
      ready = 2 * entries;
      next = 0;
      return true;
    }

    long count() {
      return numbers[next] & 0xffffffffL;
    }

    int value() {
      return numbers[next + 1];
    }
  }

  private int[] sync(BoxReader box, int samples) throws IOException, Refusal {
    box.versionAndFlags();
    int count = box.count(4);
    budget.hold(count, Integer.BYTES);
    int[] numbers = new int[count];
    int kept = 0;
    for (int ignored : numbers) {
      long sample = box.u32() - 1;
      if (sample < 0 || sample >= samples) {
        continue;
      }
      if (kept > 0 && sample <= numbers[kept - 1]) {
        throw Refusal.malformed("The file is damaged: its key frames are out of order.");
      }
      numbers[kept++] = (int) sample;
    }
    return kept == count ? numbers : Arrays.copyOf(numbers, kept);
  }

  private ChunkTable chunks(BoxReader sampleToChunk, BoxReader offsets, int samples)
      throws IOException, Refusal {
    boolean wide = offsets.type().equals("co64");
    offsets.versionAndFlags();
    int chunks = offsets.count(wide ? 8 : 4);
    sampleToChunk.versionAndFlags();
    int runs = sampleToChunk.count(12);
    budget.hold(runs, 2 * Integer.BYTES);
    // Both tables are read side by side, each from its own place: first the short one, as far as it
    // is needed, then the long one.
    ChunkTable.Builder builder = new ChunkTable.Builder(samples);
    long firstChunk = runs > 0 ? sampleToChunk.u32() : 0;
    if (runs > 0 && firstChunk != 1) {
      throw Refusal.malformed("The file is damaged: its chunks do not begin at the first one.");
    }
    for (int run = 0; run < runs && !builder.isComplete(); run++) {
      long perChunk = sampleToChunk.u32();
      sampleToChunk.skip(4);
      long nextFirst = run + 1 < runs ? sampleToChunk.u32() : chunks + 1L;
      if (perChunk == 0 || (nextFirst <= firstChunk && run + 1 < runs)) {
        throw Refusal.malformed("The file is damaged: its chunks are out of order.");
      }
      long there = Math.max(0, Math.min(nextFirst, chunks + 1L) - firstChunk);
      if (there > 0) {
        builder.add(there, perChunk);
      }
      firstChunk = nextFirst;
    }
    if (!builder.isComplete()) {
      throw Refusal.malformed(
          "The file is damaged: a track has more samples than its chunks hold.");
    }
    budget.hold(builder.chunks(), wide ? Long.BYTES : Integer.BYTES);
    return wide ? wide(offsets, builder) : narrow(offsets, builder);
  }

  private static ChunkTable narrow(BoxReader offsets, ChunkTable.Builder builder)
      throws IOException, Refusal {
    int[] positions = new int[builder.chunks()];
    offsets.ints(positions, 0, positions.length);
    return builder.build(positions);
  }

  private static ChunkTable wide(BoxReader offsets, ChunkTable.Builder builder)
      throws IOException, Refusal {
    long[] positions = new long[builder.chunks()];
    for (int chunk = 0; chunk < positions.length; chunk++) {
      positions[chunk] = offsets.i64();
      if (positions[chunk] < 0 || positions[chunk] > Long.MAX_VALUE / 2) {
        throw Refusal.malformed("The file is damaged: a chunk lies at an impossible position.");
      }
    }
    return builder.build(positions);
  }
}
