package slipway.media.packaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;
import slipway.media.container.ByteSource;
import slipway.media.container.SampleTable;

/**
 * Some samples of one track as PES packets (ISO/IEC 13818-1, 2.4.3.6), one after the other: each
 * picture by itself, some frames of sound together.
 */
abstract sealed class TsStream {
  private static final byte[] DELIMITER = {0, 0, 0, 1, 9, (byte) 0xf0};
  private static final int DELIMITER_UNIT = 9;
  private static final int LENGTH = 4;
  private static final int PES_OF_PICTURE = 19;
  private static final int PES_OF_SOUND = 14;

  /** Together they stay below the 65,535 bytes that a PES packet can say. */
  private static final int FRAMES_PER_PES = 6;

  /** So much before it is decoded data arrives, on the clock of the stream. */
  private static final long LEAD = 9_000;

  private static final long WRAP = (1L << 33) - 1;

  final PackagedTrack track;
  final int end;
  int next;

  /** The packet that was made last. */
  byte[] pes = new byte[1 << 16];

  int length;
  boolean afresh;

  private TsStream(PackagedTrack track, int from, int end) {
    this.track = track;
    this.next = from;
    this.end = end;
  }

  /** Samples {@code from} to {@code end} of a track. */
  static TsStream of(PackagedTrack track, TsCoding coding, int from, int end) {
    return switch (coding) {
      case TsCoding.H264 h264 -> new Pictures(track, h264, from, end);
      case TsCoding.Adts adts -> new Sounds(track, adts, from, end);
    };
  }

  /** Whether there is another packet. */
  boolean more() {
    return next < end;
  }

  /** When the next packet is decoded, at 90 kHz. */
  long time() {
    return clock(track.timeline().decodeTime(next));
  }

  /** When it arrives. */
  long arrival() {
    return Math.max(0, time() - LEAD) & WRAP;
  }

  /** Makes the next packet. */
  abstract void make(ByteSource source) throws IOException;

  /** Bytes on the wire of all packets, found without reading more than a few bytes of each. */
  abstract long bytes(Function<String, ByteSource> files) throws IOException;

  /** The most that they can be, without reading anything. */
  abstract long most();

  SampleTable samples() {
    return track.timeline().samples();
  }

  /** From ticks of the track to 90 kHz; in two steps, since the product may be too large. */
  long clock(long ticks) {
    long timescale = track.track().timescale();
    return ticks / timescale * 90_000 + ticks % timescale * 90_000 / timescale;
  }

  /**
   * PES header up to its times.
   *
   * @param following bytes after the length, 0 where it may be left open
   */
  int header(int streamId, int following) {
    boolean both = streamId == 0xe0;
    byte[] header = {
      0,
      0,
      1,
      (byte) streamId,
      (byte) (following >> 8),
      (byte) following,
      (byte) 0x84, // aligned: a sample begins here
      (byte) (both ? 0xc0 : 0x80),
      (byte) (both ? 10 : 5)
    };
    return append(0, header, 0, header.length);
  }

  void time(int at, int mark, long time) {
    long wrapped = time & WRAP;
    pes[at] = (byte) ((mark << 4) | ((wrapped >> 29) & 0xe) | 1);
    pes[at + 1] = (byte) (wrapped >> 22);
    pes[at + 2] = (byte) ((wrapped >> 14) | 1);
    pes[at + 3] = (byte) (wrapped >> 7);
    pes[at + 4] = (byte) ((wrapped << 1) | 1);
  }

  int append(int at, byte[] bytes, int from, int count) {
    System.arraycopy(bytes, from, pes, at, count);
    return at + count;
  }

  /** H.264. */
  private static final class Pictures extends TsStream {
    private final TsCoding.H264 coding;
    private byte[] sample = new byte[1 << 16];

    Pictures(PackagedTrack track, TsCoding.H264 coding, int from, int end) {
      super(track, from, end);
      this.coding = coding;
    }

    @Override
    void make(ByteSource source) throws IOException {
      int number = next++;
      int size = samples().size(number);
      sample = sample.length < size ? new byte[size + size / 2] : sample;
      source.readFully(samples().position(number), ByteBuffer.wrap(sample, 0, size));
      int skipped = size > LENGTH ? delimiterIn(sample, size) : 0;
      startCodes(sample, size);
      int most = picture(number);
      pes = pes.length < most ? new byte[most + most / 2] : pes;
      long decode = clock(track.timeline().decodeTime(number));
      long show =
          clock(track.timeline().decodeTime(number) + track.timeline().compositionOffset(number));
      int at = header(0xe0, /* following= */ 0);
      time(at, 3, show);
      time(at + 5, 1, decode);
      at += 10;
      at = append(at, DELIMITER, 0, DELIMITER.length);
      afresh = track.startsAt(number);
      if (afresh) {
        at = append(at, coding.parameterSets(), 0, coding.parameterSets().length);
      }
      length = append(at, sample, skipped, size - skipped);
    }

    @Override
    long bytes(Function<String, ByteSource> files) throws IOException {
      ByteSource source = files.apply(track.file());
      long all = 0;
      ByteBuffer start = ByteBuffer.allocate(LENGTH + 1);
      for (int number = next; number < end; number++) {
        int size = samples().size(number);
        if (size > LENGTH) {
          source.readFully(samples().position(number), start.clear());
        }
        int skipped = size > LENGTH ? delimiterIn(start.array(), size) : 0;
        all += TsPackets.bytes(picture(number) - skipped);
      }
      return all;
    }

    @Override
    long most() {
      long all = 0;
      for (int number = next; number < end; number++) {
        all += TsPackets.bytes(picture(number));
      }
      return all;
    }

    private int picture(int number) {
      int sets = track.startsAt(number) ? coding.parameterSets().length : 0;
      return PES_OF_PICTURE + DELIMITER.length + sets + samples().size(number);
    }
  }

  /** AAC. */
  private static final class Sounds extends TsStream {
    private final TsCoding.Adts coding;

    Sounds(PackagedTrack track, TsCoding.Adts coding, int from, int end) {
      super(track, from, end);
      this.coding = coding;
      this.afresh = true;
    }

    @Override
    void make(ByteSource source) throws IOException {
      int first = next;
      int last = Math.min(end, first + FRAMES_PER_PES);
      next = last;
      length = pesOf(first, last);
      int at = header(0xc0, length - 6);
      time(at, 2, clock(track.timeline().decodeTime(first)));
      at += 5;
      for (int frame = first; frame < last; frame++) {
        int size = samples().size(frame);
        coding.header(size, pes, at);
        at += TsCoding.Adts.HEADER;
        source.readFully(samples().position(frame), ByteBuffer.wrap(pes, at, size));
        at += size;
      }
    }

    @Override
    long bytes(Function<String, ByteSource> files) {
      return most();
    }

    @Override
    long most() {
      long all = 0;
      for (int first = next; first < end; first += FRAMES_PER_PES) {
        all += TsPackets.bytes(pesOf(first, Math.min(end, first + FRAMES_PER_PES)));
      }
      return all;
    }

    private int pesOf(int first, int last) {
      return PES_OF_SOUND
          + TsCoding.Adts.HEADER * (last - first)
          + Math.toIntExact(samples().bytes(first, last));
    }
  }

  /** How many bytes a delimiter takes that the sample begins with; ours stands in its place. */
  private static int delimiterIn(byte[] sample, int size) {
    int length = intAt(sample, 0);
    boolean is = (sample[LENGTH] & 0x1f) == DELIMITER_UNIT;
    return is && length > 0 && length <= size - LENGTH ? LENGTH + length : 0;
  }

  /** From lengths to start codes, which take the same room; what is broken stays as it is. */
  private static void startCodes(byte[] sample, int size) {
    int at = 0;
    while (at <= size - LENGTH) {
      int length = intAt(sample, at);
      if (length < 0 || length > size - LENGTH - at) {
        return;
      }
      sample[at] = 0;
      sample[at + 1] = 0;
      sample[at + 2] = 0;
      sample[at + 3] = 1;
      at += LENGTH + length;
    }
  }

  private static int intAt(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN).getInt(at);
  }
}
