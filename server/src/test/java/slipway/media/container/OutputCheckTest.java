package slipway.media.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.testing.Clips;

/** What the pipeline asks of a finished file (MD-43). */
final class OutputCheckTest {

  @Test
  @DisplayName("MD-43: track, length and key frame grid")
  void faults() throws IOException {
    Mp4Movie movie = movie("trim_optimization_failure.mp4"); // 5.589 s
    Optional<Duration> none = Optional.empty();
    assertThat(new OutputCheck(TrackKind.VIDEO, Duration.ofMillis(5600), none).faults(movie))
        .isEmpty();
    assertThat(new OutputCheck(TrackKind.AUDIO, Duration.ofMillis(6080), none).faults(movie))
        .containsExactly("The output lasts 5.57 s instead of 6.08 s.");
    assertThat(new OutputCheck(TrackKind.VIDEO, Duration.ofSeconds(60), none).faults(movie))
        .containsExactly("The output lasts 5.59 s instead of 60.00 s.");
    assertThat(
            new OutputCheck(TrackKind.AUDIO, Duration.ofSeconds(1), none)
                .faults(movie("sample_video_only.mp4")))
        .containsExactly("The output has no audio track.");
  }

  @Test
  @DisplayName("MD-43, MD-31: a key frame at the first picture at or after each multiple")
  void grid() throws IOException {
    Mp4Movie regular = movie("sample_with_increasing_timestamps_320w_240h_fragmented.mp4");
    OutputCheck everySecond =
        new OutputCheck(
            TrackKind.VIDEO, Duration.ofMillis(15_570), Optional.of(Duration.ofSeconds(1)));
    assertThat(everySecond.faults(regular))
        .containsExactly("The output has no key frame at 1.00 s.");
    OutputCheck all =
        new OutputCheck(
            TrackKind.VIDEO, Duration.ofSeconds(1), Optional.of(Duration.ofMillis(100)));
    assertThat(all.faults(movie("sample_without_stss.mp4"))).isEmpty();
  }

  private static Mp4Movie movie(String name) throws IOException {
    try (FileByteSource source = FileByteSource.open(Clips.clip(name))) {
      return ((Mp4Reading.Parsed) Mp4Index.read(source)).movie();
    }
  }
}
