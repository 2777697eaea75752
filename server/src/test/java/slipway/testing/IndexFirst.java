package slipway.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Puts the index of an MP4 file before its media, as {@code -movflags +faststart} does. */
public final class IndexFirst {
  private static final Set<String> PARENTS = Set.of("moov", "trak", "mdia", "minf", "stbl");

  private IndexFirst() {}

  public static byte[] of(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    int position = 0;
    int start = 0;
    int length = 0;
    while (position < file.length) {
      if (type(in, position).equals("moov")) {
        start = position;
        length = in.getInt(position);
      }
      position += in.getInt(position);
    }
    int behindType = in.getInt(0);
    ByteBuffer out = ByteBuffer.allocate(file.length);
    out.put(file, 0, behindType);
    out.put(file, start, length);
    out.put(file, behindType, start - behindType);
    out.put(file, start + length, file.length - start - length);
    move(out, behindType, behindType + length, length);
    return out.array();
  }

  private static void move(ByteBuffer out, int from, int to, int by) {
    for (int box = from; box < to; box += out.getInt(box)) {
      if (PARENTS.contains(type(out, box))) {
        move(out, box + 8, box + out.getInt(box), by);
      } else if (type(out, box).equals("stco")) {
        for (int i = 0; i < out.getInt(box + 12); i++) {
          int at = box + 16 + 4 * i;
          out.putInt(at, out.getInt(at) + by);
        }
      }
    }
  }

  private static String type(ByteBuffer in, int box) {
    byte[] type = new byte[4];
    in.get(box + 4, type);
    return new String(type, StandardCharsets.US_ASCII);
  }
}
