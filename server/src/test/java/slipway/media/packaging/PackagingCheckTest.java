package slipway.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.container.BytesSource;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleTable;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.testing.Clips;

/**
 * Which clips are packaged as they are, which are copied into another container, which wait for a
 * rung.
 */
final class PackagingCheckTest {
  /** The very numbers of MD-53; ours are wider in two. */
  private static final PackagingLimits STRICT =
      new PackagingLimits(
          51,
          2,
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Duration.ofDays(2),
          8_000_000,
          8_000_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4",
        "bbb_prog_10s.mp4",
        "big-buck-bunny-480p-30sec.mp4",
        "internal_emulator_transformer_output_270_rotated.mp4",
        "long_1080p_lowbitrate.mp4",
        "sample.mp4",
        "sample_audio_only_15s.mp4",
        "sample_missing_stsd.mp4",
        "sample_portrait.mp4",
        "sample_rotate_and_reflect.mp4",
        "sample_video_only.mp4",
        "sample_with_increasing_timestamps_360p.mp4",
        "sample_without_stss.mp4",
        "trim_optimization_failure.mp4"
      })
  @DisplayName("MD-53: H.264 and AAC in a plain MP4 are watched as they are")
  void asIs(String name) throws IOException {
    assertThat(check(Clips.clip(name), PackagingLimits.DEFAULT))
        .isInstanceOf(Packability.AsIs.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bt601.mov|The file is a QuickTime movie.",
        "sample_fragmented.mp4|The file is a fragmented MP4.",
        "sample_with_increasing_timestamps_320w_240h_fragmented.mp4|The file is a fragmented MP4.",
        "sample_ac3_aac.mp4|The audio is ac3, not AAC."
      })
  @DisplayName("MD-53: where only the container or the sound is wrong, the pictures are copied")
  void remux(String name, String reason) throws IOException {
    assertThat(check(Clips.clip(name), PackagingLimits.DEFAULT))
        .isEqualTo(new Packability.Remux(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bbb_176x144_128kbps_15fps_h263.3gp|The video is h263, not H.264.",
        "dolbyVision-hdr.MOV|The video is hevc, not H.264.",
        "edit_list_positive_shift.mp4|The video starts 1.00 s after the audio.",
        "h265_bframes.mp4|The video is hevc, not H.264.",
        "hdr10-av1.mp4|The video is av1, not H.264.",
        "iibbibb_editlist_videoonly.mp4|The H.264 profile 244 is not one that browsers play.",
        "portrait_4k60.mp4|The bit rate is 66.5 Mb/s; more than 8.0 is too much to stream as it is."
      })
  @DisplayName("MD-53: what browsers do not play, or not well, is made anew")
  void transcode(String name, String reason) throws IOException {
    assertThat(check(Clips.clip(name), PackagingLimits.DEFAULT))
        .isEqualTo(new Packability.Transcode(reason));
  }

  @Test
  @Tag("ffmpeg")
  @DisplayName("MD-55: another language that begins before the film is left out")
  void earlySound(@TempDir Path folder) throws Exception {
    String picture = "-itsoffset 10 -f lavfi -i testsrc2=size=64x36:rate=5:duration=3";
    String sound = " -itsoffset 10 -f lavfi -i sine=d=3 -itsoffset ";
    String other = " -f lavfi -i sine=d=3 -map 0 -map 1 -map 2";
    for (int begins : new int[] {10, 0}) {
      Path made =
          RealFfmpeg.generate(
              folder.toRealPath().resolve("late.mp4"),
              picture + sound + begins + other + " -c:v libx264 -pix_fmt yuv420p -c:a aac");
      assertThat(check(made, PackagingLimits.DEFAULT))
          .isInstanceOfSatisfying(
              Packability.AsIs.class,
              found -> assertThat(found.tracks()).hasSize(begins == 10 ? 3 : 2));
    }
  }

  @Test
  @DisplayName("MD-53: the limits are settings")
  void limits() throws IOException {
    Path bunny = Clips.clip("big-buck-bunny-480p-30sec.mp4");
    assertThat(check(bunny, STRICT))
        .isEqualTo(
            new Packability.Transcode(
                "The video has key frames up to 10.4 s apart; more than 10 s is too much."));
    PackagingLimits stereo =
        new PackagingLimits(
            51,
            2,
            Duration.ofMillis(500),
            Duration.ofSeconds(12),
            Duration.ofDays(2),
            8_000_000,
            8_000_000);
    assertThat(check(bunny, stereo))
        .isEqualTo(
            new Packability.Remux("The audio has 6 channels; at most 2 are played everywhere."));
    PackagingLimits low =
        new PackagingLimits(
            29,
            6,
            Duration.ofMillis(500),
            Duration.ofSeconds(12),
            Duration.ofDays(2),
            8_000_000,
            8_000_000);
    assertThat(check(bunny, low))
        .isEqualTo(new Packability.Transcode("The H.264 level 3.0 is above 2.9."));
  }

  @Test
  @DisplayName(
      "MD-54: a sync sample that is no IDR picture is no cut point, and is not given out as one")
  void openGops() throws IOException {
    byte[] clip = Files.readAllBytes(Clips.clip("trim_optimization_failure.mp4"));
    Mp4Movie movie = PackagedClip.parsed(new BytesSource(clip));
    Mp4Track video = movie.video().orElseThrow();
    CutPoints before = CutPoints.verified(video, new BytesSource(clip));
    int cut = before.sample(2);
    makeOrdinarySlice(clip, video.samples(), cut);
    CutPoints after = CutPoints.verified(video, new BytesSource(clip));
    assertThat(before.contains(cut)).isTrue();
    assertThat(after.contains(cut)).isFalse();

    makeOrdinarySlice(clip, video.samples(), 0);
    assertThat(PackagingCheck.of(movie, new BytesSource(clip)))
        .isEqualTo(
            new Packability.Transcode(
                "The video does not begin with a key frame that a player can start at."));
  }

  /**
   * Turns the IDR slices (type 5) of a sample into others (type 1), behind whatever stands before
   * them.
   */
  private static void makeOrdinarySlice(byte[] clip, SampleTable samples, int sample) {
    int position = (int) samples.position(sample);
    int end = position + samples.size(sample);
    while (position < end) {
      if ((clip[position + 4] & 0x1f) == 5) {
        clip[position + 4] = (byte) ((clip[position + 4] & 0xe0) | 1);
      }
      position += 4 + ByteBuffer.wrap(clip).getInt(position);
    }
  }

  @Test
  @DisplayName("MD-54: the check reads a few bytes per second, not the media")
  void readsLittle() throws IOException {
    byte[] clip = Files.readAllBytes(Clips.clip("sample_without_stss.mp4"));
    Mp4Track video = PackagedClip.parsed(new BytesSource(clip)).video().orElseThrow();
    assertThat(video.samples().syncCount()).isEqualTo(30);
    assertThat(CutPoints.verified(video, new BytesSource(clip)).count()).isEqualTo(2);
  }

  private static Packability check(Path clip, PackagingLimits limits) throws IOException {
    Mp4Movie movie = PackagedClip.movie(clip);
    return PackagingCheck.of(movie, new BytesSource(Files.readAllBytes(clip)), limits);
  }
}
