package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputBoundTest {
  private static final long LEAST = 64L << 20;

  @TempDir Path folder;

  @Test
  @DisplayName("REL-32: sound may take twice its rate over its length, and what any file needs")
  void byRate() {
    assertThat(OutputBound.ofSound(128_000, Duration.ofSeconds(100))).isEqualTo(3_200_000 + LEAST);
    assertThat(OutputBound.ofSound(128_000, Duration.ZERO)).isEqualTo(LEAST);
  }

  @Test
  @DisplayName("REL-32: a copy may take what its source is long, several times over")
  void bySize() throws IOException {
    Path source = Files.write(folder.resolve("source"), new byte[1000]);
    assertThat(OutputBound.of(source)).isEqualTo(8000 + LEAST);
    assertThat(OutputBound.of(folder.resolve("none"))).isEqualTo(LEAST);
  }
}
