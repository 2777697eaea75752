package slipway.pipeline;

import java.nio.file.Path;
import slipway.core.watermark.WatermarkProfile;
import slipway.media.container.Size;
import slipway.media.transcode.Watermark;

/**
 * Where a mark lies in a frame (CF-139). It fits into a box that is its scale of the frame,
 * whatever the shapes of both, so it looks alike in every resolution and orientation.
 *
 * @param width share of the frame's width
 * @param height share of the frame's height
 * @param x share of the room beside it that is on its left
 * @param y share of the room above and below that is above it
 */
record Placement(double width, double height, double x, double y) {
  private static final double LEAST = 0.001;

  static Placement of(WatermarkProfile profile, Size frame) {
    double shape = (double) profile.height() / profile.width();
    double ofFrame = (double) frame.height() / frame.width();
    double box = profile.scale() == 0 ? 1 : profile.scale();
    double widest = Math.min(box, box * ofFrame / shape);
    double own = (double) profile.width() / frame.width();
    double width = Math.max(LEAST, profile.scale() == 0 ? Math.min(own, widest) : widest);
    double height = Math.min(1, width * shape / ofFrame);
    double padding = profile.padding();
    return switch (profile.position()) {
      case UPPER_LEFT -> new Placement(width, height, near(padding, width), near(padding, height));
      case UPPER_RIGHT -> new Placement(width, height, far(padding, width), near(padding, height));
      case LOWER_LEFT -> new Placement(width, height, near(padding, width), far(padding, height));
      case LOWER_RIGHT -> new Placement(width, height, far(padding, width), far(padding, height));
      case CENTER -> new Placement(width, height, 0.5, 0.5);
    };
  }

  /** So that padding lies between edge and mark; where there is no room for it, what there is. */
  private static double near(double padding, double size) {
    return size >= 1 ? 0 : Math.min(1, padding / (1 - size));
  }

  private static double far(double padding, double size) {
    return 1 - near(padding, size);
  }

  Watermark watermark(Path image, double opacity) {
    return new Watermark(image, x, y, width, opacity);
  }
}
