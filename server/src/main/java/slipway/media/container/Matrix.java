package slipway.media.container;

/**
 * How the picture is turned for display (the first four numbers of the matrix in {@code tkhd},
 * 16.16 fixed point): a point (x, y) goes to (ax + cy, bx + dy).
 */
public record Matrix(int a, int b, int c, int d) {
  private static final int ONE = 0x10000;

  /** The picture as it is stored. */
  public static final Matrix IDENTITY = new Matrix(ONE, 0, 0, ONE);

  /**
   * By how many degrees a player turns the picture clockwise: 0, 90, 180 or 270; odd angles are
   * taken to the nearest of these. ffprobe shows the negative of it.
   */
  public int rotation() {
    int quarters = (int) Math.round(Math.atan2(b, a) / (Math.PI / 2));
    return Math.floorMod(quarters, 4) * 90;
  }

  /** Whether width and height change places (MD-19). */
  public boolean swapsSides() {
    return rotation() % 180 != 0;
  }

  /** Whether the picture is also mirrored. */
  public boolean mirrors() {
    return (double) a * d - (double) b * c < 0;
  }
}
