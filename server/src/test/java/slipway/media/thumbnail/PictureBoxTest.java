package slipway.media.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.media.container.Size;

final class PictureBoxTest {

  @ParameterizedTest
  @CsvSource({
    // video, asked for, fit, scaled to, comes out
    "1920x1080, 640x360, CLIP, 640x360, 640x360",
    "1080x1920, 640x360, CLIP, 203x360, 203x360",
    "320x240, 640x360, CLIP, 320x240, 320x240",
    "1920x1080, 300x300, CROP, 533x300, 300x300",
    "1920x1080, 300x300, FILL, 300x169, 300x300",
    "1920x1080, 300x300, SCALE, 300x300, 300x300",
    "1920x1080, x270, CROP, 480x270, 480x270",
    "1920x1080, 480x, FILL, 480x270, 480x270",
    "320x240, x480, CLIP, 640x480, 640x480",
    "320x240, x, CROP, 320x240, 320x240",
    "8000x4000, x, CROP, 4096x2048, 4096x2048",
    "100x1, 4000x4000, CROP, 8192x4000, 4000x4000",
    "16000x16, 64x64, CLIP, 64x1, 64x1",
    "640x360, 999999x999999, SCALE, 4096x4096, 4096x4096",
  })
  @DisplayName("CF-125, CF-127, REL-53: what comes out, and what it costs at most")
  void sizes(String video, String asked, Fit fit, String scaled, String size) {
    String[] sides = asked.split("x", -1);
    PictureBox box = new PictureBox(side(sides[0]), side(sides[1]), fit);

    assertThat(box.scaled(size(video))).hasToString(scaled);
    assertThat(box.size(size(video))).hasToString(size);
  }

  @Test
  @DisplayName("REL-53: the sheet of a very long video is still one picture of sensible size")
  void sheets_areBounded() {
    SheetPlan plan =
        SheetPlan.of(
            new Size(1920, 1080),
            Duration.ofDays(30),
            Duration.ofSeconds(5),
            /* columns= */ 7,
            /* cellWidth= */ 100);
    assertThat(plan.rows() * plan.cell().height()).isLessThanOrEqualTo(32_768);
    assertThat(plan.interval()).isGreaterThan(Duration.ofSeconds(5));

    SheetPlan narrow =
        SheetPlan.of(new Size(16, 9000), Duration.ofMillis(1), Duration.ZERO, 1000, 100_000);
    assertThat(narrow.cells()).isEqualTo(1);
    assertThat(narrow.columns() * narrow.cell().width()).isLessThanOrEqualTo(32_768);
    assertThat(narrow.interval()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  @DisplayName(
      "REL-53: the largest sheet that can be asked for has no more pixels than 8192 x 8192")
  void sheets_haveFewEnoughPixels() {
    SheetPlan largest =
        SheetPlan.of(
            new Size(1920, 1080),
            Duration.ofHours(24),
            Duration.ofSeconds(2),
            /* columns= */ 20,
            /* cellWidth= */ 640);
    long width = (long) largest.columns() * largest.cell().width();
    long height = (long) largest.rows() * largest.cell().height();
    assertThat(width * height).isBetween(8192L * 8192 / 2, 8192L * 8192);

    SheetPlan upright =
        SheetPlan.of(new Size(16, 9000), Duration.ofHours(24), Duration.ZERO, 20, 640);
    assertThat(
            (long) upright.columns()
                * upright.cell().width()
                * upright.rows()
                * upright.cell().height())
        .isLessThanOrEqualTo(8192L * 8192);
  }

  private static OptionalInt side(String text) {
    return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  private static Size size(String text) {
    String[] sides = text.split("x", -1);
    return new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }
}
