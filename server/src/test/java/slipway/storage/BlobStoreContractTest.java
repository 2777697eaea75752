package slipway.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link BlobStore} does. A subclass only builds an empty one. */
public abstract class BlobStoreContractTest {
  private static final String KEY = "video-1/source";

  @TempDir Path folder;
  private BlobStore store;

  protected BlobStoreContractTest() {
    store = new slipway.testing.MemoryBlobs();
  }

  /** An empty store; {@code folder} is for it alone. */
  protected abstract BlobStore store(Path folder) throws IOException;

  @BeforeEach
  void open() throws IOException {
    store = store(folder.resolve("store"));
  }

  @Test
  void whatWasAppended_isRead() throws IOException {
    append(KEY, 0, "hello ", "world");
    assertThat(text(KEY)).isEqualTo("hello world");
    try (Blob blob = store.open(KEY).orElseThrow()) {
      assertThat(blob.size()).isEqualTo(11);
      ByteBuffer middle = ByteBuffer.allocate(3);
      assertThat(blob.read(middle, 4)).isEqualTo(3);
      assertThat(new String(middle.array(), US_ASCII)).isEqualTo("o w");
      assertThat(blob.read(ByteBuffer.allocate(5), 11)).isEqualTo(-1);
    }
  }

  @Test
  @DisplayName("TUS-183: what lies behind the offset was never told, and is cut off")
  void append_cutsTheTailOfACrash() throws IOException {
    append(KEY, 0, "hello crash-tail");
    append(KEY, 6, "world");
    assertThat(text(KEY)).isEqualTo("hello world");
    append(KEY, 0, "");
    assertThat(text(KEY)).isEmpty();
  }

  @Test
  @DisplayName("REL-17: a recorded offset beyond the end is refused, never filled up")
  void append_neverLeavesAHole() throws IOException {
    append(KEY, 0, "hello");
    assertThatThrownBy(() -> store.append(KEY, 6)).isInstanceOf(IOException.class);
    assertThat(text(KEY)).isEqualTo("hello");
    assertThatThrownBy(() -> store.append("video-1/none", 1)).isInstanceOf(IOException.class);
    assertThat(store.open("video-1/none")).isEmpty();
  }

  @Test
  void position_countsFromTheOffset() throws IOException {
    append(KEY, 0, "hello");
    try (BlobAppender appender = store.append(KEY, 3)) {
      assertThat(appender.position()).isEqualTo(3);
      appender.write(buffers("abc", "", "de"));
      assertThat(appender.position()).isEqualTo(8);
      appender.force();
    }
  }

  @Test
  void nothing_isEmptyAndMayBeRemoved() throws IOException {
    assertThat(store.open(KEY)).isEmpty();
    store.delete(KEY);
    store.deleteFolder("video-1");
  }

  @Test
  @DisplayName("REL-36: a folder goes with all that is in it, and nothing else does")
  void deleteFolder_takesAll() throws IOException {
    append(KEY, 0, "a");
    append("video-1/audio.mp4", 0, "b");
    append("video-10/source", 0, "c");
    store.deleteFolder("video-1");
    assertThat(store.open(KEY)).isEmpty();
    assertThat(store.open("video-1/audio.mp4")).isEmpty();
    assertThat(text("video-10/source")).isEqualTo("c");
    store.delete("video-10/source");
    assertThat(store.open("video-10/source")).isEmpty();
  }

  @Test
  void published_isThere_andGoneFromItsOldPlace() throws IOException {
    Path made = Files.writeString(folder.resolve("made.mp4"), "rendition");
    store.publish(made, "video-1/480p0.mp4");
    assertThat(text("video-1/480p0.mp4")).isEqualTo("rendition");
    assertThat(made).doesNotExist();
    store.publish(Files.writeString(made, "better"), "video-1/480p0.mp4");
    assertThat(text("video-1/480p0.mp4")).isEqualTo("better");
  }

  @Test
  void aFileThatIsNotThere_isNotPublished() {
    assertThatThrownBy(() -> store.publish(folder.resolve("none"), KEY))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "source",
        "/source",
        "video-1/",
        "../source",
        "video-1/..",
        "video-1/.",
        "./source",
        ".hidden/source",
        "video-1/.hidden",
        "video-1/a/b",
        "video-1/a b",
        "video-1/a\0",
        "video-1\\source",
        "video-1/é"
      })
  void aKeyThatIsNotOurs_isRefused(String key) throws IOException {
    Path file = Files.writeString(folder.resolve("made"), "x");
    assertThatThrownBy(() -> store.append(key, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.open(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.publish(file, key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    assertThat(file).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", "../other", ".hidden", "a\0"})
  void aFolderThatIsNotOurs_isRefused(String name) {
    assertThatThrownBy(() -> store.deleteFolder(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void room_isNeverNegative() throws IOException {
    assertThat(store.room()).isNotNegative();
  }

  private void append(String key, long offset, String... texts) throws IOException {
    try (BlobAppender appender = store.append(key, offset)) {
      appender.write(buffers(texts));
      appender.force();
    }
  }

  private static ByteBuffer[] buffers(String... texts) {
    ByteBuffer[] buffers = new ByteBuffer[texts.length];
    for (int i = 0; i < texts.length; i++) {
      buffers[i] = ByteBuffer.wrap(texts[i].getBytes(US_ASCII));
    }
    return buffers;
  }

  private String text(String key) throws IOException {
    var text = new ByteArrayOutputStream();
    try (Blob blob = store.open(key).orElseThrow()) {
      ByteBuffer one = ByteBuffer.allocate(1);
      for (long at = 0; blob.read(one.clear(), at) > 0; at++) {
        text.write(one.get(0));
      }
    }
    return text.toString(US_ASCII);
  }
}
