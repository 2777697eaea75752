package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;

/** Upright bars that walk: two fields of different moments make combs of their edges (MD-37). */
@Tag("ffmpeg")
final class DeinterlacingTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 96;

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"top", "bottom"})
  @DisplayName("MD-37: what is filmed in fields shows combs, and what we make of it does not")
  void combs(String first) throws Exception {
    Path file =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("fields.mp4"),
            ("-f lavfi -i color=black:size=%dx%d:rate=50:duration=1,format=yuv420p,"
                    + "geq=lum='if(lt(mod(X+4*N,40),20),200,40)':cb=128:cr=128,"
                    + "tinterlace=interleave_%s -c:v libx264 -preset ultrafast -qp 4"
                    + " -flags +ildct+ilme -field_order %s -x264-params %s=1")
                .formatted(
                    WIDTH,
                    HEIGHT,
                    first,
                    first.equals("top") ? "tt" : "bb",
                    first.equals("top") ? "tff" : "bff"));
    double before = combing(file);
    double after = combing(OneRung.of(file, temporary.toRealPath().resolve("out.mp4")));
    assertThat(before).as("the source is full of combs").isGreaterThan(10);
    assertThat(after).as("of %s before", before).isLessThan(before / 8);
  }

  /** How much a line differs from what lies between its neighbours: 0 where bars stand upright. */
  private double combing(Path file) throws Exception {
    Path raw = temporary.toRealPath().resolve("grey.raw");
    RealFfmpeg.run(
        Tool.FFMPEG,
        List.of(
            "-v",
            "error",
            "-y",
            "-i",
            file.toString(),
            "-pix_fmt",
            "gray",
            "-f",
            "rawvideo",
            raw.toString()));
    byte[] pictures = Files.readAllBytes(raw);
    int count = pictures.length / (WIDTH * HEIGHT);
    assertThat(count).isGreaterThan(20);
    long sum = 0;
    for (int line = 0; line < count * HEIGHT; line++) {
      if (line % HEIGHT == 0 || line % HEIGHT == HEIGHT - 1) {
        continue;
      }
      for (int at = line * WIDTH; at < (line + 1) * WIDTH; at++) {
        int between = ((pictures[at - WIDTH] & 0xff) + (pictures[at + WIDTH] & 0xff)) / 2;
        sum += Math.abs((pictures[at] & 0xff) - between);
      }
    }
    return (double) sum / (WIDTH * (HEIGHT - 2) * count);
  }
}
