package slipway.media.transcode;

import slipway.media.probe.Track.Size;

/** Sizes and bit rates of renditions (MD-33, MD-34). */
final class Sizing {
  /** Short side and bits per second, smallest first. */
  private static final int[][] LADDER = {
    {240, 400_000},
    {360, 800_000},
    {480, 1_400_000},
    {720, 2_800_000},
    {1080, 5_000_000},
    {1440, 9_000_000},
    {2160, 16_000_000},
  };

  /** Below this even a black picture breaks its budget, and the encoder gives up on quality. */
  private static final long LEAST_RATE = 100_000;

  /** No H.264 level goes further, and no player follows. */
  private static final int MAX_LONG_SIDE = 8192;

  private Sizing() {}

  /**
   * The display size, scaled down so that its short side is at most {@code maxShortSide}, in even
   * numbers, never larger than the source but for rounding 1 up to 2.
   */
  static Size fit(Size display, int maxShortSide) {
    double shortSide = (double) maxShortSide / display.shortSide();
    double longSide = (double) MAX_LONG_SIDE / Math.max(display.width(), display.height());
    double scale = Math.min(1.0, Math.min(shortSide, longSide));
    return new Size(even(display.width() * scale), even(display.height() * scale));
  }

  private static int even(double length) {
    return Math.max(2, (int) Math.floor((length + 1e-6) / 2) * 2);
  }

  /**
   * Most bits per second for a picture of this size: that of the smallest rung that is not smaller,
   * half as much again above 30 frames per second, and at most 1.2 times the source's.
   *
   * @param sourceBitRate 0 when not known
   */
  static long maxRate(Size size, double framesPerSecond, long sourceBitRate) {
    long rate = LADDER[LADDER.length - 1][1];
    for (int i = LADDER.length - 1; i >= 0 && size.shortSide() <= LADDER[i][0]; i--) {
      rate = LADDER[i][1];
    }
    if (framesPerSecond > 30.5) {
      rate = rate * 3 / 2;
    }
    if (sourceBitRate > 0) {
      rate = Math.min(rate, Math.max(sourceBitRate * 6 / 5, LEAST_RATE));
    }
    return rate;
  }
}
