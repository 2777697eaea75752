package slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FullDiskTest {
  @Test
  @DisplayName("REL-12: a full disk is known by the system's own words, whatever its language")
  void ownWords() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "skipped: no /dev/full here");
    IOException failure =
        catchThrowableOfType(IOException.class, () -> Files.write(full, new byte[1]));
    assertThat(FullDisk.inItsLanguage(28)).isPresent();
    assertThat(failure.getMessage()).contains(FullDisk.inItsLanguage(28).orElseThrow());
    assertThat(FullDisk.is(failure)).isTrue();
    // EACCES is none.
    assertThat(FullDisk.is(new IOException(FullDisk.inItsLanguage(13).orElseThrow()))).isFalse();
  }
}
