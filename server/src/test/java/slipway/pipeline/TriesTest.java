package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.video.Failure;
import slipway.media.transcode.EncodingResult.Trouble;

final class TriesTest {
  @ParameterizedTest
  @CsvSource({"TOO_SLOW, OUT_OF_TIME", "TOO_LARGE, TOO_LARGE", "BROKEN, INTERNAL"})
  @DisplayName("MD-25: a trouble that does not go away is told with what helps against it")
  void kinds(Trouble trouble, Failure.Kind kind) {
    assertThat(Tries.kind(trouble)).isEqualTo(kind);
  }
}
