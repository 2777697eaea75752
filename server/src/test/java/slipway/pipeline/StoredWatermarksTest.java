package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Details;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.core.watermark.WatermarkImages;
import slipway.core.watermark.WatermarkProfile;
import slipway.media.transcode.Watermark;
import slipway.storage.file.FileBlobs;
import slipway.testing.InMemoryWatermarks;
import slipway.testing.Png;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

class StoredWatermarksTest {
  private static final UUID ID = new UUID(7, 7);
  private static final byte[] PICTURE = Png.of(20, 10, 255, 0, 0);

  @TempDir Path folder;
  private final InMemoryWatermarks profiles = new InMemoryWatermarks();
  private StoredWatermarks marks;

  @BeforeEach
  void open() throws IOException {
    marks = new StoredWatermarks(profiles, new FileBlobs(folder.toRealPath(), /* reserve= */ 0));
  }

  private static Video video(long account, String mark) {
    return Samples.video(
        account,
        1,
        "video",
        new Wishes(
            null,
            null,
            null,
            false,
            false,
            null,
            null,
            null,
            null,
            new Details(null, null, mark, null, null, null, null)),
        new Source.Direct());
  }

  @Test
  @DisplayName("CF-134 a PNG is kept with its size, and found for the video that names it")
  void kept() throws IOException {
    assertThat(marks.look(PICTURE)).isEqualTo(new WatermarkImages.Picture(20, 10));
    marks.keep(ID, PICTURE);
    profiles.add(
        new WatermarkProfile(
            ID,
            1,
            "",
            PICTURE.length,
            20,
            10,
            0.5,
            0.05,
            0.15,
            WatermarkProfile.Position.CENTER,
            null,
            SettableClock.START,
            SettableClock.START));
    Watermark mark = marks.of(video(1, ID.toString().replace("-", ""))).orElseThrow();
    assertThat(Files.readAllBytes(mark.image())).isEqualTo(PICTURE);
    assertThat(mark.opacity()).isEqualTo(0.5);
    assertThat(mark.x()).isEqualTo(0.5);
    assertThat(marks.of(Samples.video(1, 2))).isEqualTo(Optional.empty());
  }

  @Test
  @DisplayName("CF-139, REL-88 rather no video than one without its mark, or with another's")
  void missing() {
    marks.keep(ID, PICTURE);
    profiles.add(
        new WatermarkProfile(
            ID,
            2,
            "",
            PICTURE.length,
            20,
            10,
            1,
            0.05,
            0.15,
            WatermarkProfile.Position.CENTER,
            null,
            SettableClock.START,
            null));
    for (String named : List.of(ID.toString(), new UUID(8, 8).toString(), "x")) {
      assertThatThrownBy(() -> marks.of(video(1, named))).isInstanceOf(IllegalStateException.class);
    }
    marks.drop(ID);
    assertThatThrownBy(() -> marks.of(video(2, ID.toString())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gone");
  }

  @Test
  @DisplayName("CF-134, REL-57 what is no PNG, breaks off or was changed is refused")
  void refused() {
    byte[] changed = PICTURE.clone();
    changed[45] ^= 1;
    byte[] huge = PICTURE.clone();
    huge[16] = 0x7f;
    for (byte[] bad :
        List.of(
            new byte[0],
            "<svg/>".getBytes(java.nio.charset.StandardCharsets.UTF_8),
            Arrays.copyOf(PICTURE, 24),
            Arrays.copyOf(PICTURE, PICTURE.length - 1),
            Arrays.copyOf(PICTURE, PICTURE.length - 12),
            changed,
            huge,
            Png.withPixels(20, 10, new byte[] {1, 2, 3}),
            Png.withPixels(1, 1, Png.pixels(100, 100, 1, 2, 3)))) {
      assertThatThrownBy(() -> marks.look(bad))
          .isInstanceOfSatisfying(
              ProblemException.class,
              failure -> assertThat(failure.problem()).isInstanceOf(Problem.BadField.class));
    }
    assertThat(folder.resolve("watermarks")).doesNotExist();
  }
}
