package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsKeyFileTest {
  @TempDir Path data;
  private Path file;

  @BeforeEach
  void name() {
    file = data.resolve("secrets-key");
  }

  @Test
  @DisplayName("REL-85 made once, of 32 bytes, for its owner alone")
  void made() throws IOException {
    SecretsKeyFile.in(file, new RandomIds());
    String key = Files.readString(file);
    SecretsKeyFile.in(file, new RandomIds());

    assertThat(key).matches("[0-9a-f]{64}\n");
    assertThat(Files.readString(file)).isEqualTo(key);
    assertThat(permissions()).isEqualTo("rw-------");
    try (Stream<Path> all = Files.list(data)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  @DisplayName(
      "Several keys, remarks and blank lines are read; a file that others can read is closed")
  void several() throws IOException {
    Files.writeString(file, "# new\n" + "ab".repeat(32) + "\n\n" + "CD".repeat(32) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    SecretsKeyFile.in(file, new RandomIds());

    assertThat(permissions()).isEqualTo("rw-------");
  }

  @Test
  @DisplayName("A file that only its owner may read, and nobody write, is left as it is")
  void stricter() throws IOException {
    Files.writeString(file, "ab".repeat(32));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

    SecretsKeyFile.in(file, new RandomIds());

    assertThat(permissions()).isEqualTo("r--------");
  }

  @Test
  @DisplayName("Anything else is refused, and never written over")
  void refused() throws IOException {
    for (String bad : new String[] {"", "\n", "# only\n", "ab", "xy".repeat(32), "ab".repeat(33)}) {
      Files.writeString(file, bad);
      assertThatThrownBy(() -> SecretsKeyFile.in(file, new RandomIds()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("64 hexadecimal digits");
      assertThat(Files.readString(file)).isEqualTo(bad);
    }
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
