package slipway.media.transcode;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;
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
        : Optional.of("The picture is damaged.");
  }

  /** Chunks with their sums from the first to the last (PNG, 3rd edition, 5.3). */
  private static boolean isWhole(ByteBuffer in) {
    in.position(8);
    boolean pixels = false;
    while (in.remaining() >= 12) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining() - 8) {
        return false;
      }
      CRC32 sum = new CRC32();
      sum.update(in.slice(in.position(), 4 + length));
      int type = in.getInt();
      in.position(in.position() + length);
      if ((int) sum.getValue() != in.getInt()) {
        return false;
      }
      pixels |= type == IDAT;
      if (type == IEND) {
        return pixels;
      }
    }
    return false;
  }

  /** How large a file without fault is. */
  public static Size size(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    return new Size(in.getInt(16), in.getInt(20));
  }
}
