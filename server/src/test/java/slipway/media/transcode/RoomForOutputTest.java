package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegSettings;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.Container;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;

/** What an encoder writes is limited; a film that needs more gets it once (MD-25). */
@Tag("ffmpeg")
final class RoomForOutputTest {
  @TempDir Path temporary;

  private Path film = Path.of("unset");
  private long needed;

  @BeforeEach
  void film() throws Exception {
    film =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("film.mkv"),
            "-f lavfi -i testsrc2=size=320x180:rate=30:duration=3 -c:v mpeg4 -q:v 3");
    needed = made(RealFfmpeg.inStrongestLayer());
    assertThat(needed).isPositive();
  }

  @Test
  @DisplayName("MD-25: ffmpeg that ends with 153 for a file too large runs again with more room")
  void oneFile_getsMore() throws IOException {
    assertThat(made(limited(needed / 2, Long.MAX_VALUE >> 4))).isEqualTo(needed);
  }

  @Test
  @DisplayName("MD-25: where that is not enough either it is tried again later, and says why")
  void oneFile_tooLarge() throws IOException {
    Ffmpeg ffmpeg = limited(needed / 8, Long.MAX_VALUE >> 4);
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult result = make(ffmpeg, folder);
      assertThat(
              result instanceof EncodingResult.TryAgain(var trouble, String why, _)
                  ? trouble + ": " + why
                  : result)
          .isEqualTo("TOO_LARGE: Converting the file needed too much space.");
    }
  }

  /** Bytes of the rendition. */
  private long made(Ffmpeg ffmpeg) throws IOException {
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult result = make(ffmpeg, folder);
      assertThat(result).isInstanceOf(EncodingResult.Made.class);
      return Files.size(((EncodingResult.Made) result).files().values().iterator().next());
    }
  }

  private EncodingResult make(Ffmpeg ffmpeg, WorkFolder folder) {
    ProbeResult found = new Prober(ffmpeg).probe(film, Container.MATROSKA);
    assertThat(found).isInstanceOf(ProbeResult.Probed.class);
    TranscodeSettings settings = TranscodeSettings.defaults();
    LadderPlan plan =
        LadderPlan.of(((ProbeResult.Probed) found).facts(), new LadderChoice.OwnSize(), settings);
    return new Encoding(ffmpeg, settings).make(plan, film, folder, share -> {}, new Cancellation());
  }

  /** The real one, which may write so much. */
  private static Ffmpeg limited(long fileBytes, long folderBytes) {
    Ffmpeg real = RealFfmpeg.inStrongestLayer();
    FfmpegSettings usual = real.settings();
    FfmpegSettings limited =
        new FfmpegSettings(
            usual.path(),
            usual.searchPath(),
            usual.useBundle(),
            usual.strongestLayer(),
            usual.readableFolders(),
            usual.addressSpaceBytes(),
            usual.probeAddressSpaceBytes(),
            fileBytes,
            folderBytes,
            usual.openFiles(),
            usual.nice(),
            usual.threads(),
            usual.maxPixels(),
            usual.maxDuration(),
            usual.probeDeadline(),
            usual.transcodeDeadline(),
            usual.transcodeDeadlineFactor(),
            usual.stall());
    return new Ffmpeg(
        real.origin(),
        real.folder(),
        real.version(),
        real.encoders(),
        real.box(),
        limited,
        real.scratch(),
        real.notes());
  }
}
