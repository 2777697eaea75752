package slipway.media.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import slipway.media.container.ByteSource;
import slipway.media.container.SampleTable;

/**
 * One segment of one rendition as MPEG-2 TS (RFC 8216, 3.2). Unlike everything else here its bytes
 * cannot be pointed to: every 184th is followed by a header. So they are made while they are sent,
 * one sample at a time. The same segment always gives the same bytes.
 */
public final class TsSegment {
  /** The only media type that players expect. */
  public static final String CONTENT_TYPE = "video/mp2t";

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

  private final PackagedTrack track;
  private final TsCoding coding;
  private final int segment;

  TsSegment(PackagedTrack track, TsCoding coding, int segment) {
    this.track = track;
    this.coding = coding;
    this.segment = segment;
  }

  /** Names the file that its samples lie in, as {@link FileRange#file} does. */
  public String file() {
    return track.file();
  }

  /** As {@link Resource#tag}. */
  public String tag() {
    return track.segment(segment).tag() + "-ts";
  }

  /** Bytes in all, found without reading more than a few bytes of each picture. */
  public long length(ByteSource source) throws IOException {
    long length = TsPackets.tables();
    switch (coding) {
      case TsCoding.H264 h264 -> {
        ByteBuffer start = ByteBuffer.allocate(LENGTH + 1);
        for (int sample = track.from(segment); sample < track.from(segment + 1); sample++) {
          int size = samples().size(sample);
          if (size > LENGTH) {
            source.readFully(samples().position(sample), start.clear());
          }
          int skipped = size > LENGTH ? delimiterIn(start.array(), size) : 0;
          length += TsPackets.bytes(picture(h264, sample) - skipped);
        }
      }
      case TsCoding.Adts _ -> length += sound();
    }
    return length;
  }

  /** The most that {@link #length} can be, without reading anything. */
  long most() {
    return switch (coding) {
      case TsCoding.H264 h264 -> {
        long length = TsPackets.tables();
        for (int sample = track.from(segment); sample < track.from(segment + 1); sample++) {
          length += TsPackets.bytes(picture(h264, sample));
        }
        yield length;
      }
      case TsCoding.Adts _ -> TsPackets.tables() + sound();
    };
  }

  private int picture(TsCoding.H264 h264, int sample) {
    int sets = track.startsAt(sample) ? h264.parameterSets().length : 0;
    return PES_OF_PICTURE + DELIMITER.length + sets + samples().size(sample);
  }

  private long sound() {
    long length = 0;
    int end = track.from(segment + 1);
    for (int first = track.from(segment); first < end; first += FRAMES_PER_PES) {
      int last = Math.min(end, first + FRAMES_PER_PES);
      length += TsPackets.bytes(pesOfSound(first, last));
    }
    return length;
  }

  private int pesOfSound(int first, int last) {
    return PES_OF_SOUND
        + TsCoding.Adts.HEADER * (last - first)
        + Math.toIntExact(samples().bytes(first, last));
  }

  /** Writes all of it. */
  public void writeTo(ByteSource source, OutputStream out) throws IOException {
    TsPackets packets = new TsPackets(out);
    packets.tables(coding, segment);
    switch (coding) {
      case TsCoding.H264 h264 -> pictures(h264, source, packets);
      case TsCoding.Adts adts -> sounds(adts, source, packets);
    }
  }

  private void pictures(TsCoding.H264 h264, ByteSource source, TsPackets packets)
      throws IOException {
    byte[] pes = new byte[1 << 16];
    byte[] sample = new byte[1 << 16];
    for (int number = track.from(segment); number < track.from(segment + 1); number++) {
      int size = samples().size(number);
      sample = sample.length < size ? new byte[size + size / 2] : sample;
      source.readFully(samples().position(number), ByteBuffer.wrap(sample, 0, size));
      int skipped = size > LENGTH ? delimiterIn(sample, size) : 0;
      startCodes(sample, size);
      int most = picture(h264, number);
      pes = pes.length < most ? new byte[most + most / 2] : pes;
      long decode = clock(track.timeline().decodeTime(number));
      long show =
          clock(track.timeline().decodeTime(number) + track.timeline().compositionOffset(number));
      int at = header(pes, 0xe0, /* length= */ 0);
      time(pes, at, 3, show);
      time(pes, at + 5, 1, decode);
      at += 10;
      at = append(pes, at, DELIMITER, 0, DELIMITER.length);
      boolean afresh = track.startsAt(number);
      if (afresh) {
        at = append(pes, at, h264.parameterSets(), 0, h264.parameterSets().length);
      }
      at = append(pes, at, sample, skipped, size - skipped);
      packets.pes(pes, at, arrival(decode), afresh);
    }
  }

  private void sounds(TsCoding.Adts adts, ByteSource source, TsPackets packets) throws IOException {
    byte[] pes = new byte[1 << 16];
    int end = track.from(segment + 1);
    for (int first = track.from(segment); first < end; first += FRAMES_PER_PES) {
      int last = Math.min(end, first + FRAMES_PER_PES);
      int length = pesOfSound(first, last);
      long show = clock(track.timeline().decodeTime(first));
      int at = header(pes, 0xc0, length - 6);
      time(pes, at, 2, show);
      at += 5;
      for (int frame = first; frame < last; frame++) {
        int size = samples().size(frame);
        adts.header(size, pes, at);
        at += TsCoding.Adts.HEADER;
        source.readFully(samples().position(frame), ByteBuffer.wrap(pes, at, size));
        at += size;
      }
      packets.pes(pes, at, arrival(show), /* afresh= */ true);
    }
  }

  private SampleTable samples() {
    return track.timeline().samples();
  }

  /** From ticks of the track to 90 kHz; in two steps, since the product may be too large. */
  private long clock(long ticks) {
    long timescale = track.track().timescale();
    return ticks / timescale * 90_000 + ticks % timescale * 90_000 / timescale;
  }

  private static long arrival(long decode) {
    return Math.max(0, decode - LEAD) & WRAP;
  }

  /**
   * PES header up to its times (2.4.3.6).
   *
   * @param length of what follows the length, 0 where it may be left open
   */
  private static int header(byte[] pes, int streamId, int length) {
    boolean both = streamId == 0xe0;
    byte[] header = {
      0,
      0,
      1,
      (byte) streamId,
      (byte) (length >> 8),
      (byte) length,
      (byte) 0x84, // aligned: a sample begins here
      (byte) (both ? 0xc0 : 0x80),
      (byte) (both ? 10 : 5)
    };
    return append(pes, 0, header, 0, header.length);
  }

  private static void time(byte[] pes, int at, int mark, long time) {
    long wrapped = time & WRAP;
    pes[at] = (byte) ((mark << 4) | ((wrapped >> 29) & 0xe) | 1);
    pes[at + 1] = (byte) (wrapped >> 22);
    pes[at + 2] = (byte) ((wrapped >> 14) | 1);
    pes[at + 3] = (byte) (wrapped >> 7);
    pes[at + 4] = (byte) ((wrapped << 1) | 1);
  }

  private static int append(byte[] into, int at, byte[] bytes, int from, int count) {
    System.arraycopy(bytes, from, into, at, count);
    return at + count;
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
