package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
import slipway.media.container.FileByteSource;
import slipway.media.container.MovieJoiner;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Reading;
import slipway.media.container.Mp4Track;
import slipway.media.container.OutputCheck;
import slipway.media.container.TrackKind;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.Container;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;

/** A picture encoded in chunks against the same in one piece (MD-40, MD-64). */
@Tag("ffmpeg")
final class ChunksAndJoinTest {
  private static final TranscodeSettings CHUNKED =
      TranscodeSettings.defaults().withChunks(Duration.ofSeconds(4), Duration.ofSeconds(8));

  @TempDir Path temporary;

  private final Ffmpeg ffmpeg = RealFfmpeg.inStrongestLayer();

  @Test
  @DisplayName("MD-40, MD-64: chunks give the same pictures at the same times, joined unencoded")
  void chunksAreLikeOnePiece() throws Exception {
    Path source =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("source.mp4"),
            "-f lavfi -i testsrc2=size=320x180:rate=30000/1001:duration=13.3"
                + " -c:v libx264 -preset ultrafast -g 77");
    BothWays made = bothWays(source, Container.ISO_BMFF);
    Path whole = made.whole();
    Path joined = made.joined();

    assertThat(times(joined, "")).isEqualTo(times(whole, ""));
    assertThat(times(joined, "K")).isEqualTo(times(whole, "K")).hasSize(7);
    assertThat(decoded(joined)).hasSize(decoded(source).size());
    try (FileByteSource bytes = FileByteSource.open(joined)) {
      assertThat(Mp4Index.read(bytes))
          .isInstanceOfSatisfying(
              Mp4Reading.Parsed.class,
              parsed -> {
                assertThat(parsed.movie().indexFirst()).isTrue();
                assertThat(
                        new OutputCheck(
                                TrackKind.VIDEO,
                                Duration.ofMillis(13_300),
                                Optional.of(Duration.ofSeconds(2)))
                            .faults(parsed.movie()))
                    .isEmpty();
              });
    }
  }

  @ParameterizedTest
  @CsvSource({"0.007, 24", "0.113, 25", "0.007, 60", "1.5, 25"})
  @DisplayName("MD-38, MD-40: pictures that start later than the file are cut where they are")
  void lateStart(String late, int rate) throws Exception {
    Path source =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("late.mkv"),
            "-f lavfi -i sine=duration=15 -itsoffset %s -f lavfi -i".formatted(late)
                + " testsrc2=size=320x180:rate=%d:duration=13.3".formatted(rate)
                + " -map 0:a -map 1:v -c:a aac -c:v libx264 -preset ultrafast -g 77");

    BothWays made = bothWays(source, Container.MATROSKA);

    assertThat(times(made.joined(), "")).isEqualTo(times(made.whole(), ""));
    assertThat(worstLikeness(made)).as("no picture is another one").isGreaterThan(30);
  }

  @ParameterizedTest
  @CsvSource({
    "ts, MPEG_TS, 0, libx264 -preset ultrafast -g 150 -f mpegts",
    "ts, MPEG_TS, 1.13, libx264 -preset ultrafast -g 150 -bf 2 -f mpegts",
    "ts, MPEG_TS, 0, libx264 -preset ultrafast -g 9999 -f mpegts",
    "ts, MPEG_TS, 0, libx265 -preset ultrafast -g 150 -x265-params log-level=none -f mpegts",
    "ts, MPEG_TS, 0, mpeg2video -g 75 -bf 2 -f mpegts",
    "m2ts, MPEG_TS, 0, libx264 -preset ultrafast -g 150 -f mpegts -mpegts_m2ts_mode 1",
    "mpg, MPEG_PS, 0, mpeg2video -g 150 -bf 2 -f vob",
    "mpg, MPEG_PS, 0.2, mpeg2video -g 15 -f vob",
    "flv, FLV, 0.3, libx264 -preset ultrafast -g 150 -f flv",
    "wmv, ASF, 0.3, wmv2 -g 150 -f asf",
    "ogg, OGG, 0.3, libvpx -deadline realtime -cpu-used 8 -g 150 -f ogg",
  })
  @DisplayName("MD-40: chunks have the pictures of one piece, also where a file is hard to enter")
  void containers(String ending, Container container, String late, String pictures)
      throws Exception {
    String sound = ending.equals("ogg") ? "libopus" : ending.equals("mpg") ? "mp2" : "aac";
    Path source =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("source." + ending),
            "-f lavfi -i sine=duration=13.5:sample_rate=48000 -itsoffset %s".formatted(late)
                + " -f lavfi -i testsrc2=size=160x90:rate=30:duration=13.3 -map 0:a -map 1:v"
                + " -c:a %s -c:v %s".formatted(sound, pictures));

    BothWays made = bothWays(source, container);

    assertThat(times(made.joined(), "")).isEqualTo(times(made.whole(), "")).isNotEmpty();
    assertThat(worstLikeness(made)).as("no picture is another one").isGreaterThan(30);
  }

  /** Of all pairs of pictures, in dB; pictures of this source that are neighbours reach 25. */
  private double worstLikeness(BothWays made) throws Exception {
    return RealFfmpeg.run(
            Tool.FFMPEG,
            List.of(
                "-v",
                "error",
                "-i",
                made.joined().toString(),
                "-i",
                made.whole().toString(),
                "-lavfi",
                "psnr=stats_file=-",
                "-f",
                "null",
                "-"))
        .stream()
        .map(line -> line.replaceFirst(".*psnr_avg:(\\S+).*", "$1"))
        .mapToDouble(value -> value.equals("inf") ? 100 : Double.parseDouble(value))
        .min()
        .orElseThrow();
  }

  /** One picture made in one piece, and in chunks. */
  private record BothWays(Path whole, Path joined) {}

  private BothWays bothWays(Path source, Container container) throws Exception {
    LadderPlan plan = LadderPlan.of(facts(source, container), new LadderChoice.OwnSize(), CHUNKED);
    Rung rung = plan.rungs().getFirst();
    Chunking chunking = Chunking.of(plan, CHUNKED).orElseThrow();
    assertThat(chunking.count()).isGreaterThanOrEqualTo(3);
    Path whole = temporary.resolve("whole.mp4");
    Encoding encoding = new Encoding(ffmpeg, CHUNKED);
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult made = encoding.make(plan, source, folder, share -> {}, new Cancellation());
      Files.move(file(made, rung), whole);
    }
    List<MovieJoiner.Part> parts = new ArrayList<>();
    for (int number = 0; number < chunking.count(); number++) {
      Path chunk = temporary.resolve("chunk" + number + ".mp4");
      try (WorkFolder folder = ffmpeg.workFolder()) {
        Files.move(
            file(
                encoding.makeChunk(
                    plan, chunking, number, source, folder, share -> {}, new Cancellation()),
                rung),
            chunk);
      }
      FileByteSource bytes = FileByteSource.open(chunk);
      Mp4Track track = track(bytes);
      chunking
          .frames(number)
          .ifPresent(frames -> assertThat(track.samples().count()).isEqualTo((int) frames));
      parts.add(new MovieJoiner.Part(bytes, track));
    }
    assertThat(MovieJoiner.obstacle(parts)).isEmpty();
    Path joined = temporary.resolve("joined.mp4");
    MovieJoiner.join(parts, joined);
    for (MovieJoiner.Part part : parts) {
      ((FileByteSource) part.source()).close();
    }
    return new BothWays(whole, joined);
  }

  @Test
  @DisplayName("MD-40: parts of another encoder configuration are not joined")
  void otherConfiguration_isAnObstacle() throws Exception {
    Path first = picture("a.mp4", "-t 1");
    Path second = picture("b.mp4", "-t 1 -preset fast");
    try (FileByteSource one = FileByteSource.open(first);
        FileByteSource two = FileByteSource.open(second)) {
      assertThat(
              MovieJoiner.obstacle(
                  List.of(
                      new MovieJoiner.Part(one, track(one)),
                      new MovieJoiner.Part(two, track(two)))))
          .contains("the parts are coded differently");
    }
  }

  @Test
  @DisplayName("MD-33, MD-53: below a source that is watched as it is, rungs are cut where it is")
  void keyFramesOfSource() throws Exception {
    Path source = picture("cut.mp4", "-g 9999 -force_key_frames 1.3,3.37,5 -r 25 -t 6");
    LadderPlan plan =
        LadderPlan.below(
            facts(source),
            new LadderChoice.ShortSides(List.of(90)),
            TranscodeSettings.defaults(),
            List.of(0.0, 1.32, 3.4, 5.0));
    try (WorkFolder folder = ffmpeg.workFolder()) {
      Path made =
          file(
              new Encoding(ffmpeg, TranscodeSettings.defaults())
                  .make(plan, source, folder, share -> {}, new Cancellation()),
              plan.rungs().getFirst());
      assertThat(times(made, "K"))
          .containsExactly("0.000000", "1.320000", "2.000000", "3.400000", "4.000000", "5.000000");
    }
  }

  @Test
  @DisplayName("MD-39: a picture is burnt in, on every rung, before the split")
  void watermark() throws Exception {
    Path source = picture("plain.mp4", "-r 25 -t 1 -vf drawbox=color=black:t=fill");
    Path mark =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("mark.png"),
            "-f lavfi -i color=white:size=40x40 -frames:v 1");
    assertThat(WatermarkImage.fault(Files.readAllBytes(mark), Files.size(mark))).isEmpty();
    LadderPlan plan =
        LadderPlan.of(
                facts(source),
                new LadderChoice.ShortSides(List.of(180, 90)),
                TranscodeSettings.defaults())
            .with(Optional.of(new Watermark(mark, 1, 1, 0.5, 1)));
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult made =
          new Encoding(ffmpeg, TranscodeSettings.defaults())
              .make(plan, source, folder, share -> {}, new Cancellation());
      for (Rung rung : plan.rungs()) {
        // Half of the width, in the lower right corner; a square, so nearly all of the height.
        assertThat(brightness(file(made, rung), "iw/4:ih/4:0:0")).isLessThan(40);
        assertThat(brightness(file(made, rung), "iw/4:ih/4:iw*3/4:ih*3/4")).isGreaterThan(200);
      }
    }
  }

  @Test
  @DisplayName("REL-57: only a PNG of bounded size becomes a watermark")
  void watermarkImages() {
    byte[] png = new byte[24];
    ByteBuffer.wrap(png)
        .putLong(0x89504e470d0a1a0aL)
        .putInt(13)
        .putInt(0x49484452)
        .putInt(100)
        .putInt(100);
    assertThat(WatermarkImage.fault(png, 5000)).isEmpty();
    assertThat(WatermarkImage.fault(png, 1L << 32)).isPresent();
    assertThat(WatermarkImage.fault(Arrays.copyOf(png, 20), 20)).isPresent();
    byte[] bomb = png.clone();
    ByteBuffer.wrap(bomb).putInt(16, 100_000);
    assertThat(WatermarkImage.fault(bomb, 5000)).isPresent();
    assertThat(
            WatermarkImage.fault(
                "<svg><!ENTITY x SYSTEM 'file:/'>".getBytes(StandardCharsets.US_ASCII), 32))
        .isPresent();
  }

  private int brightness(Path file, String crop) throws Exception {
    List<String> lines =
        RealFfmpeg.run(
            Tool.FFMPEG,
            List.of(
                "-v",
                "error",
                "-i",
                file.toString(),
                "-vf",
                "crop=" + crop + ",signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-",
                "-frames:v",
                "1",
                "-f",
                "null",
                "-"));
    return lines.stream()
        .filter(line -> line.contains("YAVG="))
        .map(line -> (int) Double.parseDouble(line.substring(line.indexOf('=') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private Path picture(String name, String options) throws Exception {
    return RealFfmpeg.generate(
        temporary.toRealPath().resolve(name),
        "-f lavfi -i testsrc2=size=320x180:rate=25:duration=6 -c:v libx264 -preset ultrafast "
            + options);
  }

  private MediaFacts facts(Path file) {
    return facts(file, Container.ISO_BMFF);
  }

  private MediaFacts facts(Path file, Container container) {
    ProbeResult result = new Prober(ffmpeg).probe(file, container);
    assertThat(result).isInstanceOf(ProbeResult.Probed.class);
    return ((ProbeResult.Probed) result).facts();
  }

  private static Path file(EncodingResult result, Rung rung) {
    assertThat(result).isInstanceOf(EncodingResult.Made.class);
    Map<String, Path> files = ((EncodingResult.Made) result).files();
    return Objects.requireNonNull(files.get(rung.name()));
  }

  private static Mp4Track track(FileByteSource source) throws Exception {
    return ((Mp4Reading.Parsed) Mp4Index.read(source)).movie().video().orElseThrow();
  }

  /** Presentation times of packets with this flag, sorted. */
  private static List<String> times(Path file, String flag) throws Exception {
    return RealFfmpeg.run(
            Tool.FFPROBE,
            List.of(
                "-v",
                "error",
                "-show_entries",
                "packet=pts_time,flags",
                "-of",
                "csv=p=0",
                file.toString()))
        .stream()
        .filter(line -> line.contains("," + flag))
        .map(line -> line.substring(0, line.indexOf(',')))
        .sorted()
        .toList();
  }

  private static List<String> decoded(Path file) throws Exception {
    return RealFfmpeg.run(
            Tool.FFMPEG,
            List.of(
                "-v",
                "error",
                "-xerror",
                "-i",
                file.toString(),
                "-map",
                "0:v",
                "-f",
                "framemd5",
                "-"))
        .stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }
}
