package slipway.media.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.ffmpeg.RealFfmpeg;

@Tag("ffmpeg")
final class WebmReadingTest {
  private static final String PICTURE =
      "-f lavfi -i testsrc2=size=160x90:rate=25:duration=2 -f lavfi -i sine=duration=2"
          + " -c:v libvpx -deadline realtime -c:a libopus -f ";

  @TempDir static Path folder;
  private static byte[] file = {};

  @BeforeAll
  static void make() throws Exception {
    file = Files.readAllBytes(RealFfmpeg.generate(folder.resolve("a.webm"), PICTURE + "webm"));
  }

  private static Optional<WebmReading.Webm> read(byte[] bytes) throws IOException {
    return WebmReading.of(new BytesSource(bytes));
  }

  @Test
  @DisplayName("MD-43, MD-44: every picture and packet of a WebM file is counted")
  void whole() throws IOException {
    WebmReading.Webm webm = read(file).orElseThrow();
    WebmReading.Track picture = webm.first(TrackKind.VIDEO).orElseThrow();
    assertThat(picture.codec()).isEqualTo("V_VP8");
    assertThat(picture.width()).isEqualTo(160);
    assertThat(picture.height()).isEqualTo(90);
    assertThat(picture.blocks()).isEqualTo(50);
    assertThat(picture.first()).isZero();
    assertThat(picture.last()).isCloseTo(1.96, within(0.002));
    WebmReading.Track sound = webm.first(TrackKind.AUDIO).orElseThrow();
    assertThat(sound.codec()).isEqualTo("A_OPUS");
    assertThat(sound.channels()).isEqualTo(1);
    assertThat(sound.blocks()).isBetween(99L, 102L);
  }

  @Test
  @DisplayName("MD-43: a file that is cut short anywhere, or left open, is no whole one")
  void cutShort() throws Exception {
    for (int length = 0; length < file.length; length += 97) {
      assertThat(read(Arrays.copyOf(file, length))).as("%d bytes", length).isEmpty();
    }
    assertThat(read(Arrays.copyOf(file, file.length - 1))).isEmpty();
    byte[] live =
        Files.readAllBytes(
            RealFfmpeg.generate(folder.resolve("live.webm"), PICTURE + "webm -live 1"));
    assertThat(read(live)).isEmpty();
  }

  @Test
  @DisplayName("another kind of file is none, Matroska among them")
  void others() throws Exception {
    byte[] matroska =
        Files.readAllBytes(RealFfmpeg.generate(folder.resolve("a.mkv"), PICTURE + "matroska"));
    assertThat(read(matroska)).isEmpty();
    assertThat(read(new byte[4096])).isEmpty();
  }

  @Test
  @DisplayName("random bytes in it end in an answer, never in an exception or without end")
  void damaged() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] copy = file.clone();
      for (int j = 0; j < 20; j++) {
        // Most of the structure lies at the beginning.
        int reach = j % 2 == 0 ? 1500 : copy.length;
        copy[random.nextInt(reach)] = (byte) random.nextInt();
      }
      assertThat(read(copy)).isNotNull();
    }
  }
}
