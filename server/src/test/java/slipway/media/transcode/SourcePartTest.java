package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

/** Parts of files that are hard to enter, against the same part of the whole film. */
@Tag("ffmpeg")
final class SourcePartTest {
  private static final int RATE = 25;

  @TempDir Path temporary;

  private final Ffmpeg ffmpeg = RealFfmpeg.inStrongestLayer();

  @ParameterizedTest
  @CsvSource({
    "film.ts, MPEG_TS, libx264 -preset ultrafast -g 125 -f mpegts, 7, 2",
    "film.ts, MPEG_TS, libx264 -preset ultrafast -g 125 -f mpegts, 0, 2",
    "film.ts, MPEG_TS, libx264 -preset ultrafast -g 9999 -f mpegts, 30, 2",
    "film.m2ts, MPEG_TS, libx264 -preset ultrafast -g 125 -f mpegts -mpegts_m2ts_mode 1, 7, 0",
    "film.mpg, MPEG_PS, mpeg2video -g 125 -q:v 2 -bf 2 -f vob, 7, 2",
    "film.mkv, MATROSKA, libx264 -preset ultrafast -g 125 -f matroska, 7, 2",
  })
  @DisplayName("MD-40, MD-62: a part begins with its own pictures, and no later ones stand still")
  void pictures(String name, Container container, String made, int from, int length)
      throws Exception {
    int film = from + 5;
    Path source =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve(name),
            "-f lavfi -i testsrc2=size=160x90:rate=25:duration=%d".formatted(film)
                + " -f lavfi -i sine=duration=%d -c:a mp2 -c:v ".formatted(film)
                + made);

    Map<String, Path> part = part(source, container, from, length);

    Path picture = picture(part);
    int frames = (length == 0 ? film - from : length) * RATE;
    assertThat(times(picture)).hasSizeBetween(frames - 1, frames + 1);
    assertThat(worstLikeness(picture, source, from)).isGreaterThan(30);
    assertThat(seconds(Objects.requireNonNull(part.get(LadderPlan.AUDIO))))
        .isCloseTo(frames / (double) RATE, within(0.1));
  }

  @Test
  @DisplayName("MD-40: of packets the last key frame counts that is shown in time, and known times")
  void lastKeyFrame() {
    Foothold.LastKeyFrame last = new Foothold.LastKeyFrame(Duration.ofSeconds(9));
    assertThat(last.decodedAt()).isEmpty();
    for (String line :
        List.of(
            "1.500000,1.400000,___",
            "N/A,N/A,K__",
            "2.000000,N/A,K__",
            "",
            "5.500000,5.400000,K__",
            "9.100000,9.000000,K__",
            "5.600000,5.500000,___,side data")) {
      last.line(line);
    }
    assertThat(last.decodedAt()).contains(Duration.ofMillis(5_400));
  }

  @Test
  @DisplayName("A stream without times is read from its beginning, and never cut into chunks")
  void bareStream() throws Exception {
    Path source =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("film.m2v"),
            "-f lavfi -i testsrc2=size=160x90:rate=25:duration=12 -c:v mpeg2video -q:v 2 -g 125"
                + " -f mpeg2video");

    Map<String, Path> part = part(source, Container.MPEG_VIDEO, 7, 2);

    assertThat(times(picture(part))).hasSize(2 * RATE);
    assertThat(worstLikeness(picture(part), source, 7)).isGreaterThan(30);
    TranscodeSettings chunked =
        TranscodeSettings.defaults().withChunks(Duration.ofSeconds(4), Duration.ofSeconds(8));
    LadderPlan plan =
        LadderPlan.of(facts(source, Container.MPEG_VIDEO), new LadderChoice.OwnSize(), chunked);
    assertThat(plan.picture().orElseThrow().expectedDuration())
        .isGreaterThan(Duration.ofSeconds(9));
    assertThat(Chunking.of(plan, chunked)).isEmpty();
    assertThat(Chunking.early(plan, chunked)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "film.ts, MPEG_TS, mp2, libx264 -preset ultrafast -f mpegts",
    "film.mpg, MPEG_PS, mp2, mpeg2video -f vob",
    "film.ogg, OGG, libopus, libvpx -deadline realtime -cpu-used 8 -f ogg",
    "film.mkv, MATROSKA, mp2, libx264 -preset ultrafast -f matroska",
  })
  @DisplayName("MD-38: sound and picture that are made apart begin where they do together")
  void apart(String name, Container container, String coded, String made) throws Exception {
    Path soundLate =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve(name),
            "-f lavfi -i testsrc2=size=160x90:rate=25:duration=6 -itsoffset 1.5 -f lavfi -i"
                + " sine=duration=4:sample_rate=48000 -map 0 -map 1 -c:a %s -c:v %s"
                    .formatted(coded, made));
    LadderPlan late = plan(soundLate, container);
    assertThat(encodedSeconds(late.soundOnly(), soundLate)).isCloseTo(5.5, within(0.1));
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult pieces =
          new Encoding(ffmpeg, TranscodeSettings.defaults())
              .makeSound(
                  late,
                  List.of(Duration.ofSeconds(3)),
                  soundLate,
                  folder,
                  _ -> {},
                  new Cancellation());
      assertThat(pieces).isInstanceOf(EncodingResult.Made.class);
      assertThat(seconds(SoundPieces.file(folder, 0)) + seconds(SoundPieces.file(folder, 1)))
          .isCloseTo(5.5, within(0.15));
    }

    Path pictureLate =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("late-" + name),
            "-f lavfi -i sine=duration=6:sample_rate=48000 -itsoffset 1.5 -f lavfi -i"
                + " testsrc2=size=160x90:rate=25:duration=4 -map 0 -map 1 -c:a %s -c:v %s"
                    .formatted(coded, made));
    LadderPlan silent = plan(pictureLate, container).silent();
    assertThat(encodedSeconds(silent, pictureLate)).isCloseTo(5.5, within(0.1));
  }

  private double encodedSeconds(LadderPlan plan, Path source) throws Exception {
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult made =
          new Encoding(ffmpeg, TranscodeSettings.defaults())
              .make(plan, source, folder, _ -> {}, new Cancellation());
      assertThat(made).isInstanceOf(EncodingResult.Made.class);
      return seconds(((EncodingResult.Made) made).files().values().iterator().next());
    }
  }

  private Map<String, Path> part(Path source, Container container, int from, int length)
      throws Exception {
    Map<String, Path> kept = new HashMap<>();
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult made =
          new SourcePart(ffmpeg, TranscodeSettings.defaults())
              .make(
                  facts(source, container),
                  source,
                  Duration.ofSeconds(from),
                  length == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(length)),
                  folder,
                  _ -> {},
                  new Cancellation());
      assertThat(made).isInstanceOf(EncodingResult.Made.class);
      for (Map.Entry<String, Path> file : ((EncodingResult.Made) made).files().entrySet()) {
        Path moved = temporary.resolve(file.getKey() + ".made.mp4");
        kept.put(file.getKey(), Files.move(file.getValue(), moved));
      }
    }
    return kept;
  }

  private static Path picture(Map<String, Path> part) {
    return part.entrySet().stream()
        .filter(file -> !file.getKey().equals(LadderPlan.AUDIO))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private LadderPlan plan(Path source, Container container) {
    return LadderPlan.of(
        facts(source, container), new LadderChoice.OwnSize(), TranscodeSettings.defaults());
  }

  private MediaFacts facts(Path file, Container container) {
    ProbeResult result = new Prober(ffmpeg).probe(file, container);
    assertThat(result).isInstanceOf(ProbeResult.Probed.class);
    return ((ProbeResult.Probed) result).facts();
  }

  private static double seconds(Path file) throws Exception {
    return Double.parseDouble(
        RealFfmpeg.run(
                Tool.FFPROBE,
                List.of(
                    "-v",
                    "error",
                    "-show_entries",
                    "format=duration",
                    "-of",
                    "csv=p=0",
                    file.toString()))
            .getFirst());
  }

  private static List<String> times(Path file) throws Exception {
    return RealFfmpeg.run(
        Tool.FFPROBE,
        List.of(
            "-v", "error", "-show_entries", "packet=pts_time", "-of", "csv=p=0", file.toString()));
  }

  /** Of the pictures of a part and those of the film from there on, in dB. */
  private static double worstLikeness(Path part, Path film, int from) throws Exception {
    String whole =
        "[1:v:0]setpts=N/%d/TB,trim=start_frame=%d,setpts=PTS-STARTPTS[film];"
            .formatted(RATE, from * RATE);
    return RealFfmpeg.run(
            Tool.FFMPEG,
            List.of(
                "-v",
                "error",
                "-i",
                part.toString(),
                "-i",
                film.toString(),
                "-lavfi",
                whole + "[0:v][film]psnr=stats_file=-:shortest=1",
                "-f",
                "null",
                "-"))
        .stream()
        .map(line -> line.replaceFirst(".*psnr_avg:(\\S+).*", "$1"))
        .mapToDouble(value -> value.equals("inf") ? 100 : Double.parseDouble(value))
        .min()
        .orElseThrow();
  }
}
