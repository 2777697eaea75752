package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.Container;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;

/** Every encoder places key frames where they are asked for, however near to each other. */
@Tag("ffmpeg")
final class ForcedKeyFramesTest {
  private static final int RATE = 10;

  @TempDir Path temporary;

  private final Ffmpeg ffmpeg = RealFfmpeg.inStrongestLayer();

  @ParameterizedTest
  @CsvSource({
    // encoder, milliseconds between key frames (0 is every picture), cuts of the source, expected
    "HEVC, 500, '', 0 5 10 15 20 25",
    "HEVC, 0, '', every",
    "HEVC, 2000, 0 0.4 2.3 2.5, 0 4 20 23 25",
    "H264, 500, '', 0 5 10 15 20 25",
    "H264, 0, '', every",
    "H264, 2000, 0 0.4 2.3 2.5, 0 4 20 23 25",
    "VP9, 500, '', 0 5 10 15 20 25",
    "VP9, 0, '', every",
    "VP9, 2000, 0 0.4 2.3 2.5, 0 4 20 23 25",
  })
  @DisplayName("MD-31, MD-44: key frames lie where they were asked for, also nearer than a second")
  void near(VideoEncoder encoder, int distance, String cuts, String expected) throws Exception {
    Path source =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("source.mp4"),
            "-f lavfi -i testsrc2=size=160x90:rate=10:duration=3 -c:v libx264 -preset ultrafast");
    LadderChoice choice =
        new LadderChoice.ByHand(
            List.of(
                new WantedRung(
                    Optional.of("wanted"),
                    OptionalInt.empty(),
                    OptionalInt.of(90),
                    OptionalLong.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    encoder,
                    H264Profile.HIGH,
                    Optional.of(Duration.ofMillis(distance)))));
    List<Double> times =
        cuts.isEmpty() ? List.of() : Arrays.stream(cuts.split(" ")).map(Double::valueOf).toList();
    LadderPlan plan = LadderPlan.below(facts(source), choice, TranscodeSettings.defaults(), times);

    assertThat(keyPictures(plan, source))
        .hasToString(
            expected.equals("every")
                ? IntStream.range(0, 3 * RATE).boxed().toList().toString()
                : Arrays.toString(expected.split(" ")));
  }

  /** Numbers of the pictures that are key frames. */
  private List<Integer> keyPictures(LadderPlan plan, Path source) throws Exception {
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult made =
          new Encoding(ffmpeg, TranscodeSettings.defaults())
              .make(plan, source, folder, _ -> {}, new Cancellation());
      assertThat(made).isInstanceOf(EncodingResult.Made.class);
      Path file = Objects.requireNonNull(((EncodingResult.Made) made).files().get("wanted"));
      List<Integer> numbers = new ArrayList<>();
      for (String line :
          RealFfmpeg.run(
              Tool.FFPROBE,
              List.of(
                  "-v",
                  "error",
                  "-show_entries",
                  "packet=pts_time,flags",
                  "-of",
                  "csv=p=0",
                  file.toString()))) {
        String[] fields = line.split(",", -1);
        if (fields[1].startsWith("K")) {
          numbers.add((int) Math.round(Double.parseDouble(fields[0]) * RATE));
        }
      }
      return numbers;
    }
  }

  private MediaFacts facts(Path file) {
    ProbeResult result = new Prober(ffmpeg).probe(file, Container.ISO_BMFF);
    assertThat(result).isInstanceOf(ProbeResult.Probed.class);
    return ((ProbeResult.Probed) result).facts();
  }
}
