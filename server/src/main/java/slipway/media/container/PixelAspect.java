package slipway.media.container;

/** The width of a pixel over its height, both at least 1 (sample aspect ratio). */
public record PixelAspect(int horizontal, int vertical) {
  /** Square pixels. */
  public static final PixelAspect SQUARE = new PixelAspect(1, 1);

  /** Checks the numbers. */
  public PixelAspect {
    if (horizontal < 1 || vertical < 1) {
      throw new IllegalArgumentException("Not a ratio: " + horizontal + ":" + vertical);
    }
  }
}
