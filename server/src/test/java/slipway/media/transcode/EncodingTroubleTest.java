package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.media.ffmpeg.Outcome;
import slipway.media.transcode.EncodingResult.Trouble;

/** What went wrong with a run is told by its kind, so that the right cure is told with it. */
final class EncodingTroubleTest {
  @Test
  @DisplayName("MD-25: only what ran out of time is told as that")
  void troubles() {
    assertThat(trouble(new Outcome.TimedOut(Outcome.Clock.NO_PROGRESS, Duration.ZERO, "")))
        .isEqualTo(Trouble.TOO_SLOW);
    assertThat(trouble(new Outcome.Failed(Outcome.FILE_TOO_LARGE, /* permanent= */ false, "")))
        .isEqualTo(Trouble.TOO_LARGE);
    assertThat(trouble(new Outcome.Killed(Outcome.Cause.OUTPUT_TOO_LARGE, "")))
        .isEqualTo(Trouble.TOO_LARGE);
    assertThat(trouble(new Outcome.Failed(137, /* permanent= */ false, "")))
        .isEqualTo(Trouble.BROKEN);
    assertThat(trouble(new Outcome.NotStarted("no such file"))).isEqualTo(Trouble.BROKEN);
  }

  private static Trouble trouble(Outcome outcome) {
    EncodingResult result = Encoding.result(outcome, Map.of());
    assertThat(result).isInstanceOf(EncodingResult.TryAgain.class);
    return ((EncodingResult.TryAgain) result).trouble();
  }
}
