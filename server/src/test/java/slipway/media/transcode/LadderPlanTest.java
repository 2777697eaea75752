package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.ffmpeg.Demuxer;
import slipway.media.ffmpeg.FfmpegSettings;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Ratio;
import slipway.media.probe.Track;
import slipway.media.probe.Track.Size;

final class LadderPlanTest {
  private static final TranscodeSettings SETTINGS = TranscodeSettings.defaults();

  private static final Track.Video VIDEO = video(1920, 1080, "1/1", 0, "30/1", "30/1");
  private static final Track.Audio AUDIO =
      new Track.Audio(
          1,
          Optional.of("aac"),
          Optional.of("LC"),
          44_100,
          6,
          OptionalLong.empty(),
          Optional.of(Duration.ZERO),
          Optional.of(Duration.ofSeconds(9)),
          OptionalLong.empty(),
          true);

  private static Track.Video video(
      int width, int height, String shape, int rotation, String real, String average) {
    return new Track.Video(
        0,
        Optional.of("h264"),
        Optional.of("High"),
        width,
        height,
        ratio(shape).orElseThrow(),
        rotation,
        Optional.of("yuv420p"),
        Optional.of("progressive"),
        ratio(real),
        ratio(average),
        new Track.Colour(Optional.empty(), Optional.empty(), Optional.empty()),
        Optional.of(Duration.ZERO),
        Optional.of(Duration.ofSeconds(10)),
        OptionalLong.empty(),
        false,
        true);
  }

  private static Optional<Ratio> ratio(String text) {
    String[] parts = text.split("/", 2);
    long numerator = Long.parseLong(parts[0]);
    return numerator == 0
        ? Optional.empty()
        : Optional.of(new Ratio(numerator, Long.parseLong(parts[1])));
  }

  private static Track.Video changed(
      Track.Video from, @Nullable String fieldOrder, @Nullable String transfer, Duration start) {
    return new Track.Video(
        from.index(),
        from.codec(),
        from.profile(),
        from.width(),
        from.height(),
        from.pixelShape(),
        from.rotation(),
        from.pixelFormat(),
        Optional.ofNullable(fieldOrder),
        from.realRate(),
        from.averageRate(),
        new Track.Colour(Optional.ofNullable(transfer), Optional.empty(), Optional.empty()),
        Optional.of(start),
        from.duration(),
        from.bitRate(),
        from.picture(),
        from.byDefault());
  }

  private static LadderPlan plan(Track... tracks) {
    MediaFacts facts =
        new MediaFacts(
            Demuxer.MOV,
            List.of("mov", "mp4"),
            Duration.ofSeconds(10),
            Duration.ZERO,
            OptionalLong.of(20_000_000),
            List.of(tracks));
    return LadderPlan.of(facts, new LadderChoice.OwnSize(), SETTINGS);
  }

  private static LadderPlan asked(boolean playable, VideoEncoder... encoders) {
    MediaFacts facts =
        new MediaFacts(
            Demuxer.MOV,
            List.of("mov", "mp4"),
            Duration.ofSeconds(10),
            Duration.ZERO,
            OptionalLong.of(20_000_000),
            List.of(VIDEO, AUDIO));
    LadderChoice choice =
        new LadderChoice.ByHand(
            Arrays.stream(encoders).map(encoder -> called(encoder.name(), encoder)).toList());
    return playable
        ? LadderPlan.below(facts, choice, SETTINGS, List.of(0.0, 2.0))
        : LadderPlan.of(facts, choice, SETTINGS);
  }

  @Test
  @DisplayName("MD-44: VP8 is no rung but a WebM file with sound of its own; VP9 is a rung")
  void vp8_isADownload() {
    LadderPlan plan = asked(/* playable= */ true, VideoEncoder.VP8, VideoEncoder.VP9);
    assertThat(plan.rungs()).extracting(Rung::name).containsExactly("vp9");
    assertThat(plan.downloads()).extracting(Rung::name).containsExactly("vp8");
    assertThat(plan.only(plan.rungs()).silent().downloads()).hasSize(1);
    String line = arguments(plan.download(plan.downloads().getFirst()));
    assertThat(line)
        .contains("-map [v0] -map [w0]", "-c:v libvpx -", "-crf 4 ", "-b:v 900000", "-c:a libopus")
        .contains("-force_key_frames expr:gte(t,n_forced*2)")
        .contains("-f webm file:/out/v0.webm")
        .doesNotContain("-row-mt", ".mp4");
    assertThat(arguments(plan)).doesNotContain(".webm", "libvpx ", "libopus -b");
  }

  private static WantedRung called(String name, VideoEncoder encoder) {
    return new WantedRung(
        Optional.of(name),
        OptionalInt.empty(),
        OptionalInt.of(480),
        OptionalLong.of(900_000),
        Optional.empty(),
        OptionalInt.of(0),
        encoder,
        H264Profile.HIGH,
        Optional.empty());
  }

  @Test
  @DisplayName("MD-07: what somebody calls a profile is no part of the command")
  void namesOfOthers() {
    MediaFacts facts = plan(VIDEO, AUDIO).facts();
    LadderChoice choice =
        new LadderChoice.ByHand(
            List.of(
                called("holiday-in-rome", VideoEncoder.H264),
                called("-holiday; by the sea", VideoEncoder.H264),
                called("holiday/again", VideoEncoder.VP8)));
    LadderPlan plan = LadderPlan.of(facts, choice, SETTINGS);
    assertThat(plan.rungs())
        .extracting(Rung::name)
        .containsExactly("holiday-by-the-sea", "holiday-in-rome");
    assertThat(arguments(plan)).contains("/out/v0.mp4", "/out/v1.mp4").doesNotContain("holiday");
    assertThat(arguments(plan.download(plan.downloads().getFirst())))
        .contains("/out/v0.webm")
        .doesNotContain("holiday");
  }

  @Test
  @DisplayName("MD-33, MD-44: who asks for nothing but a WebM file still gets something to watch")
  void vp8_alone() {
    LadderPlan plan = asked(/* playable= */ false, VideoEncoder.VP8);
    assertThat(plan.downloads()).hasSize(1);
    assertThat(plan.rungs()).extracting(Rung::name).containsExactly("1080p0");
    assertThat(asked(/* playable= */ true, VideoEncoder.VP8).rungs()).isEmpty();
  }

  private static String arguments(LadderPlan plan) {
    return String.join(
        " ",
        LadderCommand.of(
                plan,
                Path.of("/in/source"),
                Optional.empty(),
                Reading.whole(plan),
                FfmpegSettings.defaults(),
                SETTINGS)
            .arguments(Path.of("/out")));
  }

  @ParameterizedTest
  @CsvSource({
    // coded, pixel shape, rotation, expected
    "1920, 1080, 1/1, 0, 1920x1080",
    "3840, 2160, 1/1, 0, 1920x1080",
    "3840, 2160, 1/1, -90, 1080x1920",
    "1280, 720, 1/1, 90, 720x1280",
    "1280, 720, 1/1, 180, 1280x720",
    "800, 640, 64/45, 0, 1138x640",
    "320, 240, 4/3, 0, 426x240",
    "720, 576, 16/15, 90, 576x768",
    "161, 121, 1/1, 0, 160x120",
    "518, 488, 1/1, 0, 518x488",
    "854, 480, 1/1, 0, 854x480",
    "1, 1, 1/1, 0, 2x2",
    "1, 65535, 1/1, 0, 2x8192",
    "4096, 1716, 1/1, 0, 2576x1080",
    "640, 480, 1/1000000, 0, 2x480",
    "640, 480, 1000000/1, 0, 8192x2",
  })
  @DisplayName(
      "MD-19, MD-33, MD-34: size from the display size, even, never enlarged, 1080 at most")
  void sizes(int width, int height, String shape, int rotation, String expected) {
    LadderPlan plan = plan(video(width, height, shape, rotation, "30/1", "30/1"));
    assertThat(plan.rungs().getFirst().size()).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // r_frame_rate, avg_frame_rate, expected, resample
    "30/1, 30/1, 30/1, false",
    "30000/1001, 30000/1001, 30000/1001, false",
    "1/1, 1/1, 1/1, false",
    "60/1, 810000/13487, 60/1, false",
    "30000/1001, 300000/10201, 30000/1001, false",
    "23040000/767849, 23040000/767849, 23040000/767849, false",
    "60/1, 1000/1, 60/1, true",
    "120/1, 120/1, 60/1, true",
    "10000/1, 10000/1, 60/1, true",
    "30/1, 24/1, 24/1, true",
    "60/1, 23/1, 24000/1001, true",
    "90000/1, 0/0, 60/1, true",
    "0/0, 25/1, 25/1, false",
    "0/0, 0/0, 25/1, true",
  })
  @DisplayName("MD-36: steady rates are kept up to 60, others become the nearest standard rate")
  void rates(String real, String average, String expected, boolean resample) {
    LadderPlan plan = plan(video(1280, 720, "1/1", 0, real, average));
    assertThat(plan.rungs().getFirst().rate()).hasToString(expected);
    assertThat(plan.rungs().getFirst().resample()).isEqualTo(resample);
    String rateFilter = "fps=fps=" + expected + ":start_time=0";
    assertThat(arguments(plan).contains(rateFilter)).isEqualTo(resample);
  }

  @ParameterizedTest
  @CsvSource({
    "256x144, 30, 0, 400000",
    "640x360, 30, 0, 800000",
    "854x480, 24, 0, 1400000",
    "1280x720, 30, 0, 2800000",
    "720x1280, 30, 0, 2800000",
    "1280x720, 60, 0, 4200000",
    "1920x1080, 30, 0, 5000000",
    "2560x1440, 30, 0, 9000000",
    "3840x2160, 30, 0, 16000000",
    "8192x4320, 30, 0, 16000000",
    "1920x1080, 30, 1000000, 1200000",
    "1920x1080, 30, 9000000, 5000000",
    "1920x1080, 30, 8862, 100000",
  })
  @DisplayName("MD-33: maxrate by short side, x 1.5 above 30 fps, at most 1.2 x the source")
  void maxRates(String size, double rate, long source, long expected) {
    String[] sides = size.split("x", 2);
    Size pixels = new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    assertThat(Sizing.maxRate(pixels, rate, source)).isEqualTo(expected);
  }

  @Test
  @DisplayName("MD-30, MD-31, MD-32: one process, pictures and sound in files of their own")
  void arguments() {
    assertThat(arguments(plan(VIDEO, AUDIO)))
        .contains(
            "[0:0]scale=w=1920:h=1080:out_range=tv,setsar=r=1,format=pix_fmts=yuv420p[v0];"
                + "[0:1]aresample=osr=48000:async=1:min_hard_comp=0.030000:first_pts=0,aformat=channel_layouts=stereo[a0]")
        .contains(
            "-c:v libx264 -preset veryfast -profile:v high -pix_fmt yuv420p -crf 23"
                + " -maxrate 5000000 -bufsize 7500000 -g 310 -sc_threshold 0"
                + " -force_key_frames expr:gte(t,n_forced*2) -x264-params open-gop=0"
                + " -movflags +faststart -f mp4 file:/out/v0.mp4")
        .contains(
            "-c:a aac -b:a 128000 -ac 2 -ar 48000 -movflags +faststart -f mp4 file:/out/audio.m4a")
        .contains("-map_metadata -1 -map_chapters -1")
        .contains("-f mov -i file:/in/source");
  }

  @Test
  @DisplayName("MD-30: without sound no audio file, without pictures no video file")
  void oneKindOnly() {
    assertThat(arguments(plan(VIDEO))).contains("v0.mp4").doesNotContain("audio.m4a");
    assertThat(arguments(plan(AUDIO))).contains("audio.m4a").doesNotContain("v0.mp4");
    assertThat(plan(AUDIO).audio().orElseThrow().expectedDuration())
        .isEqualTo(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"smpte2084", "arib-std-b67"})
  @DisplayName("MD-35: HDR is scaled first, then mapped to BT.709")
  void hdr(String transfer) {
    assertThat(arguments(plan(changed(VIDEO, null, transfer, Duration.ZERO))))
        .contains(
            "[0:0]setparams=color_primaries=bt2020:colorspace=bt2020nc,"
                + "zscale=w=1920:h=1080:t=linear:npl=100,format=pix_fmts=gbrpf32le,"
                + "zscale=p=bt709,tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,");
  }

  @ParameterizedTest
  @CsvSource({"tt,true", "bb,true", "tb,true", "bt,true", "progressive,false"})
  @DisplayName("MD-37: interlaced pictures are deinterlaced")
  void interlaced(String fieldOrder, boolean expected) {
    String arguments = arguments(plan(changed(VIDEO, fieldOrder, null, Duration.ZERO)));
    assertThat(arguments.contains("[0:0]bwdif=mode=send_frame,")).isEqualTo(expected);
  }

  @Test
  @DisplayName("MD-38: a late picture is filled from the beginning")
  void lateVideo() {
    LadderPlan plan = plan(changed(VIDEO, null, null, Duration.ofSeconds(1)), AUDIO);
    assertThat(plan.picture().orElseThrow().late()).isEqualTo(Duration.ofSeconds(1));
    assertThat(plan.picture().orElseThrow().expectedDuration()).isEqualTo(Duration.ofSeconds(11));
    assertThat(arguments(plan)).contains("[0:0]fps=fps=30/1:start_time=0,scale");
  }

  @Test
  void settingsRefuseNonsense() {
    assertThat(settings(1080, "veryfast")).isEqualTo(SETTINGS);
    assertThat(settings(720, "slow").maxShortSide()).isEqualTo(720);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(1080, "veryfast;rm"))
        .withMessageContaining("transcode.preset");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(0, "veryfast"))
        .withMessageContaining("transcode.max-short-side");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withChunks(Duration.ofSeconds(61), Duration.ZERO))
        .withMessageContaining("transcode.chunk");
  }

  private static TranscodeSettings settings(int maxShortSide, String preset) {
    return new TranscodeSettings(
        maxShortSide,
        preset,
        /* quality= */ 23,
        /* maxRate= */ 60,
        /* audioBitRate= */ 128_000,
        /* audioSampleRate= */ 48_000,
        TranscodeSettings.LadderMode.AUTO,
        Duration.ofSeconds(60),
        Duration.ofSeconds(120),
        /* leastShare= */ 95);
  }
}
