package slipway.media.transcode;

import java.nio.file.Path;

/**
 * A picture that is burnt into every rung (MD-39).
 *
 * @param image absolute path of a PNG of our own; looked at with {@link WatermarkImage} before
 * @param x where its middle lies when all of it is to be seen: 0 is the left edge, 1 the right one
 * @param y 0 is the upper edge, 1 the lower one
 * @param width share of the picture's width, above 0 and up to 1
 * @param opacity 0 is not there, 1 hides what is behind
 */
public record Watermark(Path image, double x, double y, double width, double opacity) {

  public Watermark {
    within("x", x, 0);
    within("y", y, 0);
    within("width", width, 0.001);
    within("opacity", opacity, 0);
    if (!image.isAbsolute()) {
      throw new IllegalArgumentException("the path of a watermark is absolute");
    }
  }

  private static void within(String name, double value, double least) {
    if (!(value >= least && value <= 1)) {
      throw new IllegalArgumentException(
          "a watermark's " + name + " is between " + least + " and 1, not " + value);
    }
  }
}
