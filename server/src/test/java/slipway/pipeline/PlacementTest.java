package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.watermark.WatermarkProfile;
import slipway.core.watermark.WatermarkProfile.Position;
import slipway.media.container.Size;
import slipway.testing.SettableClock;

class PlacementTest {
  private static WatermarkProfile profile(
      int width, int height, double scale, double padding, Position position) {
    return new WatermarkProfile(
        new UUID(1, 1),
        1,
        "",
        1,
        width,
        height,
        1,
        padding,
        scale,
        position,
        null,
        SettableClock.START,
        null);
  }

  /** Expected in pixels: width of the mark, its left and its upper edge. */
  @ParameterizedTest(name = "{0}x{1} at {2} with {3}, {4} on {5}x{6}")
  @DisplayName("CF-135, CF-139 scale and padding are shares of the frame, corners are kept")
  @CsvSource({
    // A square of 15 % of the shorter side, in both orientations.
    "100, 100, UPPER_LEFT, 0.15, 0.05, 1920, 1080, 162, 96, 54",
    "100, 100, UPPER_RIGHT, 0.15, 0.05, 1920, 1080, 162, 1662, 54",
    "100, 100, LOWER_LEFT, 0.15, 0.05, 1920, 1080, 162, 96, 864",
    "100, 100, LOWER_RIGHT, 0.15, 0.05, 1920, 1080, 162, 1662, 864",
    "100, 100, UPPER_LEFT, 0.15, 0.05, 1080, 1920, 162, 54, 96",
    "100, 100, CENTER, 0.15, 0.05, 1920, 1080, 162, 879, 459",
    // Half the frame's size, half the mark's.
    "100, 100, UPPER_RIGHT, 0.15, 0.05, 960, 540, 81, 831, 27",
    // A wide one is bounded by the width.
    "400, 100, UPPER_LEFT, 0.15, 0, 1920, 1080, 288, 0, 0",
    // Its own size, unless that is more than the frame.
    "200, 100, UPPER_LEFT, 0, 0, 1920, 1080, 200, 0, 0",
    "4000, 4000, UPPER_LEFT, 0, 0, 1920, 1080, 1080, 0, 0",
    // All of the frame.
    "1920, 1080, UPPER_RIGHT, 1, 0.05, 1920, 1080, 1920, 0, 0",
    "100, 100, LOWER_RIGHT, 0.15, 1, 1920, 1080, 162, 0, 0",
  })
  void inPixels(
      int width,
      int height,
      Position position,
      double scale,
      double padding,
      int frameWidth,
      int frameHeight,
      double markWidth,
      double left,
      double top) {
    Placement placement =
        Placement.of(
            profile(width, height, scale, padding, position), new Size(frameWidth, frameHeight));
    double wide = placement.width() * frameWidth;
    double high = placement.height() * frameHeight;
    assertThat(wide).isCloseTo(markWidth, within(0.5));
    assertThat(placement.x() * (frameWidth - wide)).isCloseTo(left, within(0.5));
    assertThat(placement.y() * (frameHeight - high)).isCloseTo(top, within(0.5));
  }
}
