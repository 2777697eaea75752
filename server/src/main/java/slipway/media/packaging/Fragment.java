package slipway.media.packaging;

import java.util.List;
import java.util.OptionalInt;
import slipway.media.container.ByteRange;
import slipway.media.container.SampleTable;

/**
 * A run of samples as one movie fragment: {@code moof} and the header of {@code mdat} are written
 * here, the payload is only pointed to (MD-56).
 *
 * @param from the first sample
 * @param to the one behind the last
 * @param afresh at which samples a player can start
 * @param end the sample until which the only one is shown, when that is not the next
 */
record Fragment(Timeline timeline, int from, int to, Afresh afresh, OptionalInt end) {
  private static final int MOOF_WITHOUT_SAMPLES = 8 + 16 + 8 + 16 + 20 + 20;
  private static final int BYTES_PER_SAMPLE = 16;

  /** More than any segment of what was checked can have. */
  static final int MOST_SAMPLES = 100_000;

  private static final int MDAT_HEADER = 8;
  private static final int LARGE_MDAT_HEADER = 16;

  private static final int BASE_IS_MOOF = 0x020000;
  private static final int ALL_FIELDS = 0xf01;
  private static final int SYNC_SAMPLE = 0x02000000; // depends on no other
  private static final int OTHER_SAMPLE = 0x01010000; // depends on others, is no sync sample

  private static final long LONGEST = 0xffffffffL;

  /** Tells whether a player can start at a sample. */
  @FunctionalInterface
  interface Afresh {
    boolean at(int sample);
  }

  Fragment(Timeline timeline, int from, int to, Afresh afresh) {
    this(timeline, from, to, afresh, OptionalInt.empty());
  }

  /** The same with its only sample shown until another one comes. */
  Fragment until(int sample) {
    return new Fragment(timeline, from, to, afresh, OptionalInt.of(sample));
  }

  /** Bytes in front of the payload. */
  static int headBytes(int samples, long payload) {
    return moofBytes(samples) + mdatHeader(payload);
  }

  private static int moofBytes(int samples) {
    return MOOF_WITHOUT_SAMPLES + BYTES_PER_SAMPLE * samples;
  }

  private static int mdatHeader(long payload) {
    return payload + MDAT_HEADER > 0xffffffffL ? LARGE_MDAT_HEADER : MDAT_HEADER;
  }

  /** Where the payload lies. */
  List<ByteRange> ranges() {
    return timeline.samples().ranges(from, to);
  }

  /**
   * Writes it.
   *
   * @throws IllegalStateException when it would take much more memory than any real one
   */
  byte[] head(int sequenceNumber) {
    if (to - from > MOST_SAMPLES) {
      throw new IllegalStateException("a segment of " + (to - from) + " samples");
    }
    long payload = timeline.samples().bytes(from, to);
    int moofBytes = moofBytes(to - from);
    BoxWriter out = new BoxWriter(moofBytes + LARGE_MDAT_HEADER);
    out.box(
        "moof",
        () -> {
          out.box("mfhd", 0, 0, () -> out.i32(sequenceNumber));
          out.box(
              "traf",
              () -> {
                out.box("tfhd", 0, BASE_IS_MOOF, () -> out.i32(InitSegment.TRACK_ID));
                out.box("tfdt", 1, 0, () -> out.i64(timeline.decodeTime(from)));
                out.box(
                    "trun", 1, ALL_FIELDS, () -> writeRun(out, moofBytes + mdatHeader(payload)));
              });
        });
    if (mdatHeader(payload) == LARGE_MDAT_HEADER) {
      out.i32(1).text("mdat").i64(payload + LARGE_MDAT_HEADER);
    } else {
      out.i32((int) (payload + MDAT_HEADER)).text("mdat");
    }
    return out.toByteArray();
  }

  private void writeRun(BoxWriter out, int dataOffset) {
    SampleTable samples = timeline.samples();
    out.i32(to - from).i32(dataOffset);
    for (int sample = from; sample < to; sample++) {
      out.i32(duration(sample)).i32(samples.size(sample));
      out.i32(afresh.at(sample) ? SYNC_SAMPLE : OTHER_SAMPLE)
          .i32(timeline.compositionOffset(sample));
    }
  }

  private int duration(int sample) {
    SampleTable samples = timeline.samples();
    return end.isPresent()
        // The field has no sign (ISO/IEC 14496-12, 8.8.8).
        ? (int) Math.min(samples.decodeTime(end.getAsInt()) - samples.decodeTime(sample), LONGEST)
        : samples.duration(sample);
  }
}
