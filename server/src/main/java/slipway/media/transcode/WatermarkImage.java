package slipway.media.transcode;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Looks at the first bytes of a picture that is to become a watermark: a PNG of bounded size, and
 * nothing else (REL-57). SVG would be a program, and a small file may hold a picture of any size.
 */
final class WatermarkImage {
  /** Of a file, in bytes. */
  static final long MOST_BYTES = 16L << 20;

  /** Bytes of a PNG up to the end of its size (PNG, 3rd edition, 5.2 and 11.2.1). */
  static final int ENOUGH = 24;

  private static final long SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int IHDR = 0x49484452;
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
}
