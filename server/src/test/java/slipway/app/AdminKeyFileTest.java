package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.config.Secret;
import slipway.testing.CountingIds;

final class AdminKeyFileTest {
  @TempDir Path data;
  private final CountingIds ids = new CountingIds();

  @Test
  void chosen_isTaken_andNotWritten() throws IOException {
    assertThat(AdminKeyFile.in(data, Optional.of(new Secret("chosen")), ids))
        .isEqualTo(new AdminKeyFile.Found("chosen", false));
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void made_isKept_forItsOwnerAlone() throws IOException {
    AdminKeyFile.Found made = AdminKeyFile.in(data, Optional.empty(), ids);
    assertThat(made.made()).isTrue();
    assertThat(AdminKeyFile.in(data, Optional.empty(), ids))
        .isEqualTo(new AdminKeyFile.Found(made.key(), false));
    assertThat(permissions()).isEqualTo("rw-------");
    try (Stream<Path> all = Files.list(data)) {
      assertThat(all).containsExactly(data.resolve("admin-key"));
    }
  }

  @Test
  @DisplayName("A file that others can read is closed to them")
  void openFile_isClosed() throws IOException {
    Path file = Files.writeString(data.resolve("admin-key"), "old-key\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(AdminKeyFile.in(data, Optional.empty(), ids).key()).isEqualTo("old-key");
    assertThat(permissions()).isEqualTo("rw-------");
  }

  @Test
  @DisplayName("An empty file is no key, or an empty key would open everything")
  void emptyFile_isRefused() throws IOException {
    Files.writeString(data.resolve("admin-key"), "\n");
    assertThatThrownBy(() -> AdminKeyFile.in(data, Optional.empty(), ids))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is empty");
  }

  @Test
  @DisplayName("Of many who start at once one makes the key, and all have the same")
  void race_hasOneKey() throws Exception {
    Callable<AdminKeyFile.Found> start = () -> AdminKeyFile.in(data, Optional.empty(), ids);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<AdminKeyFile.Found> all =
          threads.invokeAll(Stream.generate(() -> start).limit(32).toList()).stream()
              .map(Future::resultNow)
              .toList();
      assertThat(all).extracting(AdminKeyFile.Found::key).containsOnly(all.getFirst().key());
      assertThat(all).filteredOn(AdminKeyFile.Found::made).hasSize(1);
    }
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin-key")));
  }
}
