package slipway.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.transcode.LadderChoice;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.TranscodeSettings;

/** Matroska tells the length of its tracks in tags, which are anybody's text. */
@Tag("ffmpeg")
final class DurationTagsTest {
  private static final String PICTURE = "-f lavfi -i testsrc2=size=64x36:rate=5:duration=";
  private static final String TAG = "00:00:10.000000000";
  private static final String LIE = "99999:00:00.000000";

  @TempDir Path folder;

  @Test
  @DisplayName("REL-53: a track is not planned longer than its file because a tag says so")
  void lie() throws Exception {
    LadderPlan plan = plan(probe(lying(PICTURE + "10 -c:v mpeg4")));
    assertThat(plan.picture().orElseThrow().expectedDuration()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  @DisplayName("REL-53, MD-18: and where the file has no length, what a tag says is limited as one")
  void onlyTheTag() throws Exception {
    byte[] bytes = lying(PICTURE + "10 -c:v mpeg4");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // Duration, a number of eight bytes, becomes Void of nine.
    int duration = text.indexOf("D\u0089\u0088");
    assertThat(duration).isPositive();
    bytes[duration] = (byte) 0xec;
    assertThat(probe(bytes))
        .isInstanceOfSatisfying(
            ProbeResult.Unreadable.class,
            found -> assertThat(found.cause()).contains("it plays for 99999 hours"));
  }

  @Test
  @DisplayName("MD-38, MD-43: a late track is expected to end with its file, not later")
  void late() throws Exception {
    Path film =
        make(
            "-f lavfi -i sine=duration=10 -itsoffset 4 "
                + PICTURE
                + "6 -map 0:a -map 1:v -c:a libopus -c:v mpeg4");
    LadderPlan.Picture picture = plan(probe(Files.readAllBytes(film))).picture().orElseThrow();
    assertThat(picture.late().toNanos() / 1e9).isCloseTo(4, within(0.05));
    assertThat(picture.expectedDuration().toNanos() / 1e9).isCloseTo(10, within(0.05));
  }

  private byte[] lying(String arguments) throws Exception {
    byte[] bytes = Files.readAllBytes(make(arguments));
    int tag = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(TAG);
    assertThat(tag).isPositive();
    System.arraycopy(LIE.getBytes(StandardCharsets.US_ASCII), 0, bytes, tag, TAG.length());
    return bytes;
  }

  private Path make(String arguments) throws Exception {
    return RealFfmpeg.generate(folder.toRealPath().resolve("made.mkv"), arguments);
  }

  private ProbeResult probe(byte[] film) throws Exception {
    Path file = Files.write(folder.toRealPath().resolve("film.mkv"), film);
    return new Prober(RealFfmpeg.inStrongestLayer()).probe(file, Container.MATROSKA);
  }

  private static LadderPlan plan(ProbeResult found) {
    assertThat(found).isInstanceOf(ProbeResult.Probed.class);
    return LadderPlan.of(
        ((ProbeResult.Probed) found).facts(),
        new LadderChoice.OwnSize(),
        TranscodeSettings.defaults());
  }
}
