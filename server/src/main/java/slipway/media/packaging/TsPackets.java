package slipway.media.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/** Writes packets of elementary streams with their tables (ISO/IEC 13818-1, 2.4). */
final class TsPackets {
  static final int PACKET = 188;
  private static final int PAYLOAD = 184;

  /** Of the first packet of each PES packet, which carries a clock. */
  private static final int FIRST_PAYLOAD = PAYLOAD - 8;

  private static final int TABLE_OF_PROGRAMS = 0;
  private static final int TABLE_OF_STREAMS = 0x1000;

  /** Of the first elementary stream, which carries the clock; others follow. */
  private static final int STREAM = 0x100;

  /** Pictures and their sound. */
  static final int MOST_STREAMS = 2;

  private final OutputStream out;
  private final byte[] packet = new byte[PACKET];
  private final int[] counters = new int[MOST_STREAMS];
  private final boolean[] begun = new boolean[MOST_STREAMS];

  TsPackets(OutputStream out) {
    this.out = out;
  }

  /** Bytes of the two tables. */
  static long tables() {
    return 2L * PACKET;
  }

  /** Bytes on the wire of a PES packet. */
  static long bytes(long pes) {
    long more = Math.max(0, pes - FIRST_PAYLOAD);
    return PACKET * (1 + (more + PAYLOAD - 1) / PAYLOAD);
  }

  /**
   * The tables that say what follows.
   *
   * @param types of the streams in it (ISO/IEC 13818-1, table 2-34)
   * @param segment its number, so that the counters of the tables go on from one to the next
   */
  void tables(List<Integer> types, int segment) throws IOException {
    table(
        TABLE_OF_PROGRAMS,
        segment,
        new byte[] {
          0,
          (byte) 0xb0,
          13,
          0,
          1,
          (byte) 0xc1,
          0,
          0,
          0,
          1,
          (byte) (0xe0 | (TABLE_OF_STREAMS >> 8)),
          0
        });
    byte[] streams = new byte[12 + 5 * types.size()];
    byte[] head = {
      2,
      (byte) 0xb0,
      (byte) (13 + 5 * types.size()),
      0,
      1,
      (byte) 0xc1,
      0,
      0,
      (byte) (0xe0 | (STREAM >> 8)),
      (byte) STREAM,
      (byte) 0xf0,
      0
    };
    System.arraycopy(head, 0, streams, 0, head.length);
    for (int i = 0; i < types.size(); i++) {
      int pid = STREAM + i;
      byte[] stream = {
        types.get(i).byteValue(), (byte) (0xe0 | (pid >> 8)), (byte) pid, (byte) 0xf0, 0
      };
      System.arraycopy(stream, 0, streams, head.length + 5 * i, stream.length);
    }
    table(TABLE_OF_STREAMS, segment, streams);
  }

  private void table(int pid, int segment, byte[] section) throws IOException {
    Arrays.fill(packet, (byte) 0xff);
    header(pid, /* starts= */ true, /* adaptation= */ false, segment);
    packet[4] = 0; // the section begins at once
    System.arraycopy(section, 0, packet, 5, section.length);
    int sum = checksum(section);
    for (int i = 0; i < 4; i++) {
      packet[5 + section.length + i] = (byte) (sum >> (24 - 8 * i));
    }
    out.write(packet);
  }

  /**
   * One PES packet.
   *
   * @param stream which of those in the tables, from 0
   * @param clock 90 kHz, written into its first packet where the stream carries the clock
   * @param afresh whether a player can start here
   */
  void pes(int stream, byte[] pes, int length, long clock, boolean afresh) throws IOException {
    int pid = STREAM + stream;
    boolean timed = stream == 0;
    int first = Math.min(length, FIRST_PAYLOAD);
    header(pid, /* starts= */ true, /* adaptation= */ true, counters[stream]++);
    packet[4] = (byte) (PACKET - 5 - first);
    Arrays.fill(packet, 6, PACKET - first, (byte) 0xff);
    // Each segment counts anew, which has to be announced.
    packet[5] = (byte) ((begun[stream] ? 0 : 0x80) | (afresh ? 0x40 : 0) | (timed ? 0x10 : 0));
    begun[stream] = true;
    if (timed) {
      clock(clock);
    }
    System.arraycopy(pes, 0, packet, PACKET - first, first);
    out.write(packet);
    for (int at = first; at < length; ) {
      int count = Math.min(PAYLOAD, length - at);
      header(pid, /* starts= */ false, /* adaptation= */ count < PAYLOAD, counters[stream]++);
      if (count < PAYLOAD) {
        stuffing(PAYLOAD - count);
      }
      System.arraycopy(pes, at, packet, PACKET - count, count);
      out.write(packet);
      at += count;
    }
  }

  private void stuffing(int bytes) {
    packet[4] = (byte) (bytes - 1);
    if (bytes > 1) {
      packet[5] = 0;
      Arrays.fill(packet, 6, 4 + bytes, (byte) 0xff);
    }
  }

  private void header(int pid, boolean starts, boolean adaptation, int count) {
    packet[0] = 0x47;
    packet[1] = (byte) ((starts ? 0x40 : 0) | (pid >> 8));
    packet[2] = (byte) pid;
    packet[3] = (byte) ((adaptation ? 0x30 : 0x10) | (count & 0xf));
  }

  /** Program clock reference (2.4.3.5). */
  private void clock(long time) {
    packet[6] = (byte) (time >> 25);
    packet[7] = (byte) (time >> 17);
    packet[8] = (byte) (time >> 9);
    packet[9] = (byte) (time >> 1);
    packet[10] = (byte) (((time & 1) << 7) | 0x7e);
    packet[11] = 0;
  }

  /** Annex A: polynomial 04C11DB7, most significant bit first. */
  private static int checksum(byte[] bytes) {
    int sum = -1;
    for (byte each : bytes) {
      sum ^= each << 24;
      for (int bit = 0; bit < 8; bit++) {
        sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
      }
    }
    return sum;
  }
}
