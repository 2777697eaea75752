package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.media.ffmpeg.Demuxer;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Ratio;
import slipway.media.probe.Track;

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

  @ParameterizedTest
  @CsvSource({"25, 1", "30000, 1001", "24000, 1001"})
  @DisplayName("Issue 4: who waits gets a short first chunk; no picture is lost or doubled")
  void ramp(long numerator, long denominator) {
    Ratio rate = new Ratio(numerator, denominator);
    List<Duration> first = List.of(Duration.ofSeconds(8), Duration.ofSeconds(16));
    Chunking chunking = new Chunking(rate, Duration.ZERO, first, Duration.ofSeconds(60), 5);
    double[] starts = {0, 8, 24, 84, 144};
    long sum = 0;
    for (int k = 0; k < 4; k++) {
      assertThat(chunking.framesBefore(k)).isEqualTo(sum);
      assertThat(sum / rate.value()).isBetween(starts[k] - 1e-6, starts[k] + 1 / rate.value());
      sum += chunking.frames(k).orElseThrow();
    }
    assertThat(chunking.frames(4)).isEmpty();
  }

  @Test
  @DisplayName("Issue 4: what is watched early is cut soon, whatever its length; the rest is not")
  void early() {
    TranscodeSettings settings = TranscodeSettings.defaults();
    assertThat(Chunking.early(plan(9.9, Optional.empty()), settings)).isEmpty();
    assertThat(early(10, settings)).isEqualTo("3 chunks from [0, 4, 8]");
    assertThat(early(60, settings)).isEqualTo("5 chunks from [0, 4, 8, 16, 32]");
    assertThat(early(3600, settings)).startsWith("64 chunks from [0, 4, 8, 16, 32, 60, 120, 180,");
    assertThat(Chunking.of(plan(60, Optional.empty()), settings)).isEmpty();
    assertThat(Chunking.of(plan(3600, Optional.empty()), settings).orElseThrow().count())
        .isEqualTo(60);
    assertThat(Chunking.early(plan(60, Optional.empty()), settings).orElseThrow().firstOfAll())
        .as("eight seconds")
        .isEqualTo(2);
    assertThat(Chunking.of(plan(3600, Optional.empty()), settings).orElseThrow().firstOfAll())
        .isEqualTo(1);
    TranscodeSettings short10 =
        settings.withChunks(Duration.ofSeconds(10), Duration.ofSeconds(120));
    assertThat(early(40, short10)).isEqualTo("6 chunks from [0, 4, 8, 16, 26, 36]");
  }

  @Test
  @DisplayName(
      "MD-40, REL-53: as many chunks as two days need in the shortest of them, and no more")
  void most() {
    TranscodeSettings usual = TranscodeSettings.defaults();
    TranscodeSettings shortest = usual.withChunks(Duration.ofSeconds(10), Duration.ofSeconds(120));
    double days = Duration.ofDays(2).toSeconds();
    double claimed = Duration.ofHours(99_999).toSeconds();
    assertThat(Chunking.of(plan(days, Optional.empty()), shortest).orElseThrow().count())
        .isBetween(17_279, 17_280);
    assertThat(Chunking.of(plan(claimed, Optional.empty()), usual).orElseThrow().count())
        .isEqualTo(17_280);
    assertThat(Chunking.early(plan(claimed, Optional.empty()), usual).orElseThrow().count())
        .isEqualTo(17_280);
  }

  @Test
  @DisplayName("Issue 4: key frames that were asked for decide; all rungs must be cut alike")
  void otherKeyFrames() {
    TranscodeSettings settings = TranscodeSettings.defaults();
    Optional<Duration> five = Optional.of(Duration.ofSeconds(5));
    assertThat(Chunking.early(plan(60, five), settings)).isEmpty();
    assertThat(Chunking.early(plan(600, five), settings))
        .isEqualTo(Chunking.of(plan(600, five), settings))
        .isPresent();
    Optional<Duration> four = Optional.of(Duration.ofSeconds(4));
    assertThat(Chunking.early(plan(60, four), settings).orElseThrow().count()).isEqualTo(5);
  }

  private static String early(double seconds, TranscodeSettings settings) {
    Chunking chunking = Chunking.early(plan(seconds, Optional.empty()), settings).orElseThrow();
    return chunking.count()
        + " chunks from "
        + IntStream.range(0, chunking.count())
            .mapToObj(number -> chunking.framesBefore(number) / 25)
            .toList();
  }

  private static LadderPlan plan(double seconds, Optional<Duration> keyFrames) {
    Duration duration = Duration.ofMillis(Math.round(seconds * 1000));
    Track.Video track =
        new Track.Video(
            0,
            Optional.of("mpeg4"),
            Optional.empty(),
            640,
            360,
            Ratio.of(1),
            /* rotation= */ 0,
            Optional.of("yuv420p"),
            Optional.of("progressive"),
            Optional.of(Ratio.of(25)),
            Optional.of(Ratio.of(25)),
            new Track.Colour(Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.of(Duration.ZERO),
            Optional.of(duration),
            OptionalLong.empty(),
            /* picture= */ false,
            /* byDefault= */ true);
    MediaFacts facts =
        new MediaFacts(
            Demuxer.MOV,
            List.of("mov"),
            duration,
            Duration.ZERO,
            OptionalLong.empty(),
            List.of(track));
    Rung rung =
        new Rung(
            "360p0",
            new Track.Size(640, 360),
            Ratio.of(25),
            /* resample= */ false,
            /* maxRate= */ 800_000,
            /* quality= */ 23,
            VideoEncoder.H264,
            H264Profile.HIGH,
            keyFrames.orElse(LadderPlan.KEY_FRAME_DISTANCE));
    return new LadderPlan(
        facts,
        Optional.of(new LadderPlan.Picture(track, duration, Duration.ZERO)),
        List.of(rung),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }
}
