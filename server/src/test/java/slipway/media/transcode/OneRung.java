package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.Container;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;

/** What becomes of an MP4 file in one rung of its own size, with the settings everybody has. */
final class OneRung {
  private OneRung() {}

  static Path of(Path file, Path output) throws IOException {
    Ffmpeg ffmpeg = RealFfmpeg.inStrongestLayer();
    ProbeResult probed = new Prober(ffmpeg).probe(file, Container.ISO_BMFF);
    assertThat(probed).isInstanceOf(ProbeResult.Probed.class);
    LadderPlan plan =
        LadderPlan.of(
            ((ProbeResult.Probed) probed).facts(),
            new LadderChoice.OwnSize(),
            TranscodeSettings.defaults());
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult made =
          new Encoding(ffmpeg, TranscodeSettings.defaults())
              .make(plan, file, folder, share -> {}, new Cancellation());
      assertThat(made).isInstanceOf(EncodingResult.Made.class);
      return Files.copy(folder.path().resolve(plan.rungs().getFirst().fileName(0)), output);
    }
  }
}
