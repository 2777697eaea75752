package slipway.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.storage.BlobAppender;

/** Blobs made of others. */
final class FileBlobsConcatTest {
  @TempDir private Path root;
  private FileBlobs blobs;

  FileBlobsConcatTest() throws IOException {
    blobs = new FileBlobs(Path.of(System.getProperty("java.io.tmpdir")), /* reserve= */ 0);
  }

  @BeforeEach
  void open() throws IOException {
    blobs = new FileBlobs(root, /* reserve= */ 0);
  }

  private void write(String key, String text) throws IOException {
    try (BlobAppender appender = blobs.append(key, 0)) {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))});
      appender.force();
    }
  }

  @Test
  @DisplayName("TUS-124, TUS-134: in the given order, with repetitions; the parts stay")
  void inOrder() throws IOException {
    write("a/source", "01");
    write("b/source", "234");

    blobs.concat(List.of("b/source", "a/source", "b/source"), "c/source");

    assertThat(root.resolve("c/source")).hasContent("23401234");
    assertThat(root.resolve("a/source")).hasContent("01");
  }

  @Test
  @DisplayName("a part is missing: nothing appears, nothing stays behind")
  void partMissing() throws IOException {
    write("a/source", "01");

    assertThatThrownBy(() -> blobs.concat(List.of("a/source", "b/source"), "c/source"))
        .isInstanceOf(IOException.class);

    try (var left = Files.list(root.resolve("c"))) {
      assertThat(left).isEmpty();
    }
  }
}
