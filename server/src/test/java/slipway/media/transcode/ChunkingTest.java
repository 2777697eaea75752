package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.media.probe.Ratio;

final class ChunkingTest {

  @ParameterizedTest
  @CsvSource({"25, 1", "30000, 1001", "24000, 1001", "60000, 1001", "1, 3", "23040000, 767849"})
  @DisplayName(
      "MD-40: the chunks have every picture once, and begin at the first one of their time")
  void everyPictureOnce(long numerator, long denominator) {
    Ratio rate = new Ratio(numerator, denominator);
    Chunking chunking = new Chunking(rate, Duration.ofSeconds(60), 200);
    double frame = 1 / rate.value();
    long sum = 0;
    for (int k = 0; k < 199; k++) {
      Window window = chunking.window(k);
      assertThat(chunking.framesBefore(k)).isEqualTo(sum);
      double start = window.start().toNanos() / 1e9;
      assertThat(start).isBetween(60.0 * k - 1e-6, 60.0 * k + frame);
      assertThat(sum * frame - start).isBetween(-1e-6, 1e-6);
      double seek = window.seek().toNanos() / 1e9;
      double end = seek + window.length().orElseThrow().toNanos() / 1e9;
      long frames = window.frames().orElseThrow();
      // A quarter of a frame on either side is left for rounding.
      assertThat(seek).isLessThanOrEqualTo(Math.max(0, start - 0.2 * frame));
      assertThat(seek).isGreaterThan(start - 0.8 * frame);
      assertThat(end).isLessThan(start + (frames - 0.2) * frame + 1e-6);
      assertThat(end).isGreaterThan(start + (frames - 0.8) * frame);
      sum += frames;
    }
    assertThat(chunking.window(199).length()).isEmpty();
    assertThat(chunking.window(199).frames()).isEmpty();
  }
}
