package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.media.ffmpeg.Demuxer;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Ratio;
import slipway.media.probe.Track;

final class KeyFramesTest {
  @ParameterizedTest
  @CsvSource({"10, 1", "9_000, 1", "40_000, 1", "40_000, 0.1", "400_000, 0.4"})
  @DisplayName("MD-31, REL-53: however many cuts a source has, they fit into one argument")
  void fits(String count, double apart) {
    int cuts = Integer.parseInt(count.replace("_", ""));
    List<Double> times = Stream.iterate(0.0, time -> time + apart).limit(cuts).toList();
    Duration length = Duration.ofMillis((long) (cuts * apart * 1000));
    LadderPlan plan =
        LadderPlan.below(
            facts(length),
            new LadderChoice.ShortSides(List.of(360)),
            TranscodeSettings.defaults(),
            times);

    String keys =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60), // a loop that thins nothing has no end
            () -> KeyFrames.of(plan.rungs().getFirst(), plan, Optional.empty()));

    assertThat(keys).startsWith("0.000000,").hasSizeLessThanOrEqualTo(100_000);
    assertThat(keys.split(",").length).isGreaterThanOrEqualTo(Math.min(cuts, 3_000));
  }

  private static MediaFacts facts(Duration length) {
    Track.Video video =
        new Track.Video(
            0,
            Optional.of("h264"),
            Optional.of("High"),
            1920,
            1080,
            new Ratio(1, 1),
            0,
            Optional.of("yuv420p"),
            Optional.of("progressive"),
            Optional.of(new Ratio(30, 1)),
            Optional.of(new Ratio(30, 1)),
            new Track.Colour(Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.of(Duration.ZERO),
            Optional.of(length),
            OptionalLong.empty(),
            false,
            true);
    return new MediaFacts(
        Demuxer.MOV,
        List.of("mov", "mp4"),
        length,
        Duration.ZERO,
        OptionalLong.of(20_000_000),
        List.of(video));
  }
}
