package slipway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static List<Progress> read(String... lines) {
    List<Progress> reports = new ArrayList<>();
    Consumer<String> listener = Progress.listener(reports::add);
    for (String line : lines) {
      listener.accept(line);
    }
    return reports;
  }

  @Test
  @DisplayName("MD-23: a block ends with the line progress=; end is the last one")
  void blocks() {
    assertThat(
            read(
                "frame=10",
                "fps=0.0",
                "total_size=48",
                "out_time_us=333333",
                "out_time_ms=333333",
                "speed=N/A",
                "progress=continue",
                "frame=20",
                "total_size=96",
                "out_time_us=700000",
                "progress=end"))
        .containsExactly(
            new Progress(Duration.ofNanos(333_333_000), 10, 48, false),
            new Progress(Duration.ofNanos(700_000_000), 20, 96, true));
  }

  @Test
  @DisplayName("MD-23: N/A, negative, absurd and broken values count as nothing")
  void oddValues() {
    assertThat(
            read(
                "noise",
                "=",
                "out_time_us=N/A",
                "frame=-3",
                "total_size=x",
                "progress=continue",
                "out_time_us=-9223372036854775807",
                "progress=continue"))
        .containsOnly(new Progress(Duration.ZERO, 0, 0, false))
        .hasSize(2);
    assertThat(read("out_time_us=9223372036854775807", "progress=continue"))
        .singleElement()
        .satisfies(progress -> assertThat(progress.outTime()).isPositive());
  }
}
