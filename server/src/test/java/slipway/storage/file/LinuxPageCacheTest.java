package slipway.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class LinuxPageCacheTest {
  private static final int LENGTH = (int) FileAppender.PIECE;

  @TempDir Path folder;

  @Test
  @DisplayName("what is dropped is in memory no more, and the same when it is read again")
  void drops() throws IOException {
    assumeFalse(
        Files.getFileStore(folder).type().equals("tmpfs"), "memory is all that a tmpfs has");
    Path file = folder.resolve("a film with spaces, ä");
    byte[] bytes = new byte[2 * LENGTH];
    Arrays.fill(bytes, (byte) 7);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes));
      channel.force(/* metaData= */ false);

      LinuxPageCache.of(file).drop(LENGTH, 2 * LENGTH);

      assertThat(channel.map(MapMode.READ_ONLY, 0, LENGTH).isLoaded()).isTrue();
      assertThat(channel.map(MapMode.READ_ONLY, LENGTH, LENGTH).isLoaded()).isFalse();
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  @DisplayName("a file that was deleted meanwhile is nobody's trouble")
  void gone() {
    LinuxPageCache.of(folder.resolve("gone")).drop(0, LENGTH);

    assertThat(folder).isEmptyDirectory();
  }
}
