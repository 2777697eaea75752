package slipway.media.transcode;

import java.util.OptionalInt;
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

  /**
   * The same, but odd numbers of a source that is not scaled become the next even ones (LP-153).
   */
  static Size fitRoundedUp(Size display, int maxShortSide) {
    Size scaled = fit(display, maxShortSide);
    boolean whole =
        display.width() - scaled.width() <= 1 && display.height() - scaled.height() <= 1;
    return whole ? new Size(up(display.width()), up(display.height())) : scaled;
  }

  private static int up(int length) {
    return Math.max(2, length + length % 2);
  }

  /** The display size, scaled so that its short side is this; the long one to the nearest even. */
  static Size withShortSide(Size display, int shortSide) {
    return display.width() < display.height()
        ? new Size(even(shortSide), other(display.height(), display.width(), shortSide))
        : new Size(other(display.width(), display.height(), shortSide), even(shortSide));
  }

  /** The same by height. */
  static Size withHeight(Size display, int height) {
    return new Size(other(display.width(), display.height(), height), even(height));
  }

  /**
   * The display size, fitted into a box of which a side may be missing, never enlarged (LP-155,
   * LP-156).
   */
  static Size inBox(Size display, OptionalInt width, OptionalInt height) {
    double scale = (double) MAX_LONG_SIDE / Math.max(display.width(), display.height());
    scale = Math.min(1.0, scale);
    if (width.isPresent() && width.getAsInt() > 0) {
      scale = Math.min(scale, (double) width.getAsInt() / display.width());
    }
    if (height.isPresent() && height.getAsInt() > 0) {
      scale = Math.min(scale, (double) height.getAsInt() / display.height());
    }
    return new Size(nearestEven(display.width() * scale), nearestEven(display.height() * scale));
  }

  private static int other(int side, int by, int to) {
    return Math.min(nearestEven((double) side * to / by), MAX_LONG_SIDE);
  }

  private static int nearestEven(double length) {
    return Math.max(2, (int) Math.round(length / 2) * 2);
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
    return maxRate(size, framesPerSecond, sourceBitRate, SourceLimit.A_LITTLE_MORE);
  }

  /** As {@link #maxRate(Size, double, long)}, held to the source's by another limit. */
  static long maxRate(Size size, double framesPerSecond, long sourceBitRate, SourceLimit limit) {
    long rate = LADDER[LADDER.length - 1][1];
    for (int i = LADDER.length - 1; i >= 0 && size.shortSide() <= LADDER[i][0]; i--) {
      rate = LADDER[i][1];
    }
    if (framesPerSecond > 30.5) {
      rate = rate * 3 / 2;
    }
    if (sourceBitRate <= 0) {
      return rate;
    }
    return switch (limit) {
      case A_LITTLE_MORE -> Math.min(rate, Math.max(sourceBitRate * 6 / 5, LEAST_RATE));
      case NO_MORE -> Math.min(rate, Math.max(sourceBitRate, LEAST_RATE));
      case NONE -> rate;
    };
  }
}
