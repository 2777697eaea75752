package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.rendition.Traits;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.probe.Container;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;
import slipway.media.transcode.H264Profile;
import slipway.media.transcode.LadderChoice;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;
import slipway.media.transcode.TranscodeSettings;
import slipway.media.transcode.VideoEncoder;
import slipway.media.transcode.WantedRung;

/** Files as an encoder might leave them behind with exit code 0. */
@Tag("ffmpeg")
final class VerificationTest {
  private static final String PICTURE = "-f lavfi -i testsrc2=size=160x90:rate=25:duration=";
  private static final String SOUND = " -f lavfi -i sine=duration=";
  private static final String H264 = " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50";
  private static final String WHOLE = " -movflags +faststart";

  @TempDir Path folder;
  private MediaFacts facts;
  private int files;

  /** Ten seconds of picture and sound. */
  @BeforeEach
  void look() throws Exception {
    Path source = made("mp4", PICTURE + "10" + SOUND + "10" + H264 + " -c:a aac");
    ProbeResult probed =
        new Prober(RealFfmpeg.inStrongestLayer()).probe(source, Container.ISO_BMFF);
    facts = ((ProbeResult.Probed) probed).facts();
  }

  @Test
  @DisplayName("MD-43: what is as planned is good, and a little short is good enough")
  void asPlanned() throws Exception {
    Traits whole = good(picture(made("mp4", PICTURE + "10" + H264 + WHOLE)));
    assertThat(whole.width()).isEqualTo(160);
    assertThat(whole.height()).isEqualTo(90);
    assertThat(whole.codecs()).startsWith("avc1.");
    assertThat(whole.duration()).isEqualTo(Duration.ofSeconds(10));
    good(picture(made("mp4", PICTURE + "9.6" + H264 + WHOLE)));
    good(sound(made("m4a", SOUND.strip() + "10 -c:a aac")));
    good(sound(made("m4a", SOUND.strip() + "9.6 -c:a aac")));
  }

  @Test
  @DisplayName("MD-43: what is much shorter says after how many seconds the source is damaged")
  void tooShort() throws Exception {
    assertThat(bad(picture(made("mp4", PICTURE + "9" + H264 + WHOLE))))
        .isEqualTo(
            "The file is damaged after 9.0 of 10.0 seconds. Upload it again if it plays to its end"
                + " elsewhere, or convert it to MP4 first.");
    assertThat(bad(sound(made("m4a", SOUND.strip() + "5 -c:a aac"))))
        .startsWith("The file is damaged after 5.0 of ");
  }

  @Test
  @DisplayName("MD-43: what plays longer than its source says is refused, but for a little")
  void tooLong() throws Exception {
    good(picture(made("mp4", PICTURE + "10.4" + H264 + WHOLE)));
    good(sound(made("m4a", SOUND.strip() + "10.4 -c:a aac")));
    assertThat(bad(picture(made("mp4", PICTURE + "10.8" + H264 + WHOLE))))
        .startsWith("The file is damaged: its 10.0 seconds became 10.8.");
    assertThat(bad(sound(made("m4a", SOUND.strip() + "10.8 -c:a aac"))))
        .startsWith("The file is damaged: its 10.0 seconds became 10.8.");
    String vp8 = " -c:v libvpx -deadline realtime -c:a libopus -f webm";
    assertThat(bad(webm(made("webm", PICTURE + "10.8" + SOUND + "10" + vp8))))
        .startsWith("The file is damaged: its 10.0 seconds became 10.8.");
    // Of joined recordings only the last part may be told; they play as long as all of them.
    Path joined = made("ts", PICTURE + "10" + SOUND + "10" + H264 + " -c:a aac");
    facts =
        ((ProbeResult.Probed)
                new Prober(RealFfmpeg.inStrongestLayer()).probe(joined, Container.MPEG_TS))
            .facts();
    good(picture(made("mp4", PICTURE + "20" + H264 + WHOLE)));
  }

  @Test
  @DisplayName("MD-43, MD-18: unless the video is known to be longer than its file's head says")
  void longerThanTheHead() throws Exception {
    Path longer = made("mp4", PICTURE + "13" + H264 + WHOLE);
    Rung rung = plan().rungs().getFirst();
    assertThat(bad(new Verification(plan(), 95, Duration.ofSeconds(12)).picture(rung, longer, 0)))
        .startsWith("The file is damaged: its 12.0 seconds became 13.0.");
    good(new Verification(plan(), 95, Duration.ofSeconds(13)).picture(rung, longer, 0));
  }

  @Test
  @DisplayName("MD-43: no track, nothing in it, less than its index says, another size: all found")
  void otherThanPlanned() throws Exception {
    Path whole = made("mp4", PICTURE + "10" + H264 + WHOLE);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length - 9));
    Path tone = made("m4a", SOUND.strip() + "10 -c:a aac");
    for (Path wrong : List.of(cut, tone, Files.createFile(folder.resolve("empty.mp4")))) {
      assertThat(bad(picture(wrong))).contains("no picture could be made");
    }
    for (Path wrong : List.of(cut, whole, folder.resolve("empty.mp4"))) {
      assertThat(bad(sound(wrong))).contains("no sound could be made");
    }
    String large = PICTURE.replace("160x90", "320x180") + "10" + H264 + WHOLE;
    assertThat(bad(picture(made("mp4", large)))).contains("another size");
  }

  @Test
  @DisplayName("MD-43, MD-31: a rung without a key frame where the others have one is no good")
  void keyFrames() throws Exception {
    String every10s = H264.replace("-g 50", "-g 250");
    assertThat(bad(picture(made("mp4", PICTURE + "10" + every10s + WHOLE))))
        .startsWith(
            "The encoder did not place key frames where players change rungs. Try it again");
    String butOne = every10s + " -force_key_frames 2,4,8";
    assertThat(bad(picture(made("mp4", PICTURE + "10" + butOne + WHOLE)))).contains("key frames");
    good(picture(made("mp4", PICTURE + "10" + every10s + " -force_key_frames 2,4,6,8" + WHOLE)));
    // Where the source has no pictures, the first one behind the hole is the one.
    String hole = " -vf select=lt(t\\,3)+gt(t\\,7.3) -fps_mode passthrough";
    String forced = " -force_key_frames expr:gte(t,n_forced*2)";
    good(picture(made("mp4", PICTURE + "10" + hole + every10s + forced + WHOLE)));
  }

  @Test
  @DisplayName("MD-43, LP-156: where every picture is to be a key frame, every picture is one")
  void intra() throws Exception {
    LadderPlan plan = plan();
    Rung rung = plan.rungs().getFirst();
    Rung all =
        new Rung(
            rung.name(),
            rung.size(),
            rung.rate(),
            rung.resample(),
            rung.maxRate(),
            rung.quality(),
            rung.encoder(),
            rung.profile(),
            Duration.ZERO);
    Verification verification = new Verification(plan.only(List.of(all)), 95);
    Path some = made("mp4", PICTURE + "10" + H264 + WHOLE);
    assertThat(bad(verification.picture(all, some, 0))).contains("key frames");
    Path each = made("mp4", PICTURE + "10" + H264.replace("-g 50", "-g 1") + WHOLE);
    good(verification.picture(all, each, 0));
  }

  @Test
  @DisplayName("MD-43, MD-53: below a source it has to be cut where the source is cut")
  void cuts() throws Exception {
    List<Double> cuts = List.of(0.0, 1.4, 3.4, 5.4, 7.4, 9.4);
    LadderPlan plan =
        LadderPlan.below(
            facts, new LadderChoice.ShortSides(List.of(90)), TranscodeSettings.defaults(), cuts);
    Verification verification = new Verification(plan, 95);
    Rung rung = plan.rungs().getFirst();
    Path onGrid = made("mp4", PICTURE + "10" + H264 + WHOLE);
    assertThat(bad(verification.picture(rung, onGrid, 0))).contains("did not cut");
    Path like =
        made("mp4", PICTURE + "10" + H264 + " -force_key_frames 1.4,3.4,5.4,7.4,9.4" + WHOLE);
    good(verification.picture(rung, like, 0));
  }

  @Test
  @DisplayName("MD-43, MD-44: a WebM file has its picture and its sound, all of both")
  void webm() throws Exception {
    String vp8 = " -c:v libvpx -deadline realtime -c:a libopus -f webm";
    Traits whole = good(webm(made("webm", PICTURE + "10" + SOUND + "10" + vp8)));
    assertThat(whole.codecs()).isEqualTo("vp8,opus");
    assertThat(whole.duration()).isEqualTo(Duration.ofSeconds(10));
    assertThat(whole.fps()).isEqualTo(25);
    assertThat(bad(webm(made("webm", PICTURE + "10" + vp8)))).contains("no sound");
    assertThat(bad(webm(made("webm", PICTURE + "7" + SOUND + "10" + vp8))))
        .startsWith("The file is damaged after 7.0 of 10.0 seconds.");
    assertThat(bad(webm(made("mp4", PICTURE + "10" + H264)))).contains("no picture");
    String vp9 = vp8.replace("libvpx", "libvpx-vp9 -cpu-used 8");
    assertThat(bad(webm(made("webm", PICTURE + "10" + SOUND + "10" + vp9)))).contains("other");
  }

  private Path made(String ending, String arguments) throws Exception {
    return RealFfmpeg.generate(
        folder.toRealPath().resolve("made" + files++ + "." + ending), arguments);
  }

  private LadderPlan plan() {
    return LadderPlan.of(facts, new LadderChoice.OwnSize(), TranscodeSettings.defaults());
  }

  private Verification.Verdict picture(Path file) throws IOException {
    return new Verification(plan(), 95).picture(plan().rungs().getFirst(), file, /* reach= */ 0);
  }

  private Verification.Verdict sound(Path file) throws IOException {
    return new Verification(plan(), 95).sound(file, /* reach= */ 0);
  }

  private Verification.Verdict webm(Path file) throws IOException {
    WantedRung vp8 =
        new WantedRung(
            Optional.empty(),
            OptionalInt.of(160),
            OptionalInt.empty(),
            OptionalLong.of(100_000),
            Optional.empty(),
            OptionalInt.empty(),
            VideoEncoder.VP8,
            H264Profile.HIGH,
            Optional.empty());
    LadderPlan plan =
        LadderPlan.of(facts, new LadderChoice.ByHand(List.of(vp8)), TranscodeSettings.defaults());
    return new Verification(plan, 95).webm(plan.downloads().getFirst(), file, /* reach= */ 0);
  }

  private static Traits good(Verification.Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verification.Verdict.Good.class);
    return ((Verification.Verdict.Good) verdict).traits();
  }

  private static String bad(Verification.Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verification.Verdict.Bad.class);
    return ((Verification.Verdict.Bad) verdict).failure().sentence();
  }
}
