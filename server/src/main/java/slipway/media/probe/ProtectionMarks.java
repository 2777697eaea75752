package slipway.media.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;

/**
 * Looks for signs of encryption in a file of the MP4 family, by box headers alone (MD-15). ffprobe
 * reads some encrypted files as broken and others as sound ones that decode to noise.
 *
 * <p>Signs: sample entries {@code encv} and {@code enca}, {@code sinf}, {@code pssh} (ISO/IEC
 * 23001-7, clauses 4 and 8), and the PIFF uuid boxes for the same.
 */
final class ProtectionMarks {
  private static final Set<String> MARKS = Set.of("encv", "enca", "encs", "sinf", "pssh");
  private static final Set<String> FOLDERS =
      Set.of("moov", "trak", "mdia", "minf", "stbl", "moof", "traf");

  /** PIFF 1.1: protection system header, track encryption, sample encryption. */
  private static final Set<String> PIFF =
      Set.of(
          "d08a4f1810f34a82b6c832d8aba183d3",
          "8974dbce7be74c5184f97148f9882554",
          "a2394f525a9b4f14a2446c427c648df4");

  /** Enough for a film in many fragments, little enough for a file made of empty boxes. */
  private static final int MOST_BOXES = 100_000;

  private static final int DEEPEST = 8;

  private final FileChannel channel;
  private final ByteBuffer header = ByteBuffer.allocate(32);
  private int boxes;

  private ProtectionMarks(FileChannel channel) {
    this.channel = channel;
  }

  /** Stops quietly at the first thing that is no box; whether that is an error others decide. */
  static boolean in(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new ProtectionMarks(channel).within(0, channel.size(), 0);
    }
  }

  private boolean within(long start, long end, int depth) throws IOException {
    long at = start;
    while (at + 8 <= end && boxes++ < MOST_BOXES) {
      read(at, end);
      long size = header.getInt(0) & 0xffffffffL;
      String type = new String(header.array(), 4, 4, StandardCharsets.ISO_8859_1);
      int headerSize = 8;
      if (size == 1 && header.limit() >= 16) {
        size = header.getLong(8);
        headerSize = 16;
      } else if (size == 0) {
        size = end - at;
      }
      if (size < headerSize || size > end - at) {
        return false;
      }
      if (MARKS.contains(type) || (type.equals("uuid") && piff(headerSize))) {
        return true;
      }
      if (depth < DEEPEST && inside(type, at + headerSize, at + size, depth)) {
        return true;
      }
      at += size;
    }
    return false;
  }

  private boolean inside(String type, long start, long end, int depth) throws IOException {
    if (FOLDERS.contains(type)) {
      return within(start, end, depth + 1);
    }
    // Version, flags and a count stand before the sample entries.
    return type.equals("stsd") && within(start + 8, end, depth + 1);
  }

  private boolean piff(int headerSize) {
    return header.limit() >= headerSize + 16
        && PIFF.contains(HexFormat.of().formatHex(header.array(), headerSize, headerSize + 16));
  }

  private void read(long at, long end) throws IOException {
    header.clear().limit((int) Math.min(32, end - at));
    while (header.hasRemaining() && channel.read(header, at + header.position()) >= 0) {
      // One read is enough for a local file, as a rule.
    }
    header.flip();
  }
}
