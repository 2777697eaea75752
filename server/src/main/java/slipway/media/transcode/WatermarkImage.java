package slipway.media.transcode;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import slipway.media.container.Size;

/**
 * Looks at the first bytes of a picture that is to become a watermark: a PNG of bounded size, and
 * nothing else (REL-57). SVG would be a program, and a small file may hold a picture of any size.
 */
public final class WatermarkImage {
  /** Of a file, in bytes. */
  static final long MOST_BYTES = 16L << 20;

  /** Bytes of a PNG up to the end of its size (PNG, 3rd edition, 5.2 and 11.2.1). */
  static final int ENOUGH = 24;

  private static final long SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int MOST_PIXELS_A_SIDE = 8192;

  private WatermarkImage() {}

  /**
   * Why a file cannot be a watermark; empty when it can.
   *
   * @param head its first {@link #ENOUGH} bytes, or all of them if there are fewer
   */
  static Optional<String> fault(byte[] head, long size) {
    if (size > MOST_BYTES) {
      return Optional.of("A watermark may have at most 16 MiB.");
    }
    ByteBuffer in = ByteBuffer.wrap(head);
    if (head.length < ENOUGH || in.getLong(0) != SIGNATURE || in.getInt(12) != IHDR) {
      return Optional.of("A watermark must be a PNG picture.");
    }
    int width = in.getInt(16);
    int height = in.getInt(20);
    boolean fits =
        width >= 1 && height >= 1 && width <= MOST_PIXELS_A_SIDE && height <= MOST_PIXELS_A_SIDE;
    return fits
        ? Optional.empty()
        : Optional.of("A watermark may have at most 8192 pixels to a side.");
  }

  /**
   * The same for a file that is here as a whole, of which every chunk is looked at: what breaks off
   * or was changed on its way would let each video fail that is to be marked with it.
   */
  public static Optional<String> fault(byte[] file) {
    Optional<String> fault = fault(file, file.length);
    return fault.isPresent() || isWhole(ByteBuffer.wrap(file))
        ? fault
        : Optional.of("The picture is damaged. Save it as PNG once more.");
  }

  /** Chunks with their sums from the first to the last (PNG, 3rd edition, 5.3). */
  private static boolean isWhole(ByteBuffer in) {
    in.position(8);
    Pixels pixels = new Pixels(in.getInt(16), in.getInt(20));
    while (in.remaining() >= 12) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining() - 8) {
        return false;
      }
      CRC32 sum = new CRC32();
      sum.update(in.slice(in.position(), 4 + length));
      int type = in.getInt();
      if (type == IDAT && !pixels.take(in.slice(in.position(), length))) {
        return false;
      }
      in.position(in.position() + length);
      if ((int) sum.getValue() != in.getInt()) {
        return false;
      }
      if (type == IEND) {
        return pixels.isWhole();
      }
    }
    return false;
  }

  /** Unpacks the pixels without keeping them, and no more of them than the size allows. */
  private static final class Pixels {
    private static final int BYTES_PER_PIXEL = 8;

    private final Inflater inflater = new Inflater();
    private final byte[] thrownAway = new byte[1 << 16];
    private long left;

    Pixels(int width, int height) {
      // Eight passes of an interlaced picture have a filter byte for each of their lines.
      left = (long) width * height * BYTES_PER_PIXEL + 8L * height + 8L * width;
    }

    boolean take(ByteBuffer packed) {
      inflater.setInput(packed);
      try {
        for (int count = 1; count > 0 && !inflater.finished(); ) {
          count = inflater.inflate(thrownAway);
          left -= count;
          if (left < 0) {
            return false;
          }
        }
        return true;
      } catch (DataFormatException damaged) {
        return false;
      }
    }

    boolean isWhole() {
      boolean whole = inflater.finished();
      inflater.end();
      return whole;
    }
  }

  /** How large a file without fault is. */
  public static Size size(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    return new Size(in.getInt(16), in.getInt(20));
  }
}
