package slipway.storage.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testing.SettableClock;

final class FileCacheTest {
  private static final int BUDGET = 10;

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();
  private FileCache cache;

  @BeforeEach
  void open() throws IOException {
    cache = anew();
  }

  @Test
  void kept_isFound() throws IOException {
    keep("video", "a.jpg", "hello");

    assertThat(text("video", "a.jpg")).contains("hello");
    assertThat(text("video", "b.jpg")).isEmpty();
    assertThat(text("other", "a.jpg")).isEmpty();
  }

  @Test
  void whatWasNotAskedForLongest_goesFirst() throws IOException {
    keep("v", "a", "1234");
    keep("v", "b", "1234");
    assertThat(text("v", "a")).isPresent();
    keep("v", "c", "1234");

    assertThat(text("v", "b")).isEmpty();
    assertThat(text("v", "a")).isPresent();
    assertThat(text("v", "c")).isPresent();
    assertThat(cache.bytes()).isEqualTo(8);
    assertThat(onDisk()).hasSize(2);
  }

  @Test
  void sameNameAgain_replacesAndCountsOnce() throws IOException {
    keep("v", "a", "123456");
    keep("v", "a", "12");

    assertThat(text("v", "a")).contains("12");
    assertThat(cache.bytes()).isEqualTo(2);
  }

  @Test
  void largerThanTheBudget_isGivenOnceAndNotKept() throws IOException {
    keep("v", "a", "1234");
    try (CachedFile open = cache.keep("v", "big", file("12345678901"))) {
      assertThat(read(open)).isEqualTo("12345678901");
    }

    assertThat(text("v", "big")).isEmpty();
    assertThat(cache.bytes()).isZero();
    assertThat(onDisk()).isEmpty();
  }

  @Test
  void thrownOut_isReadToItsEndByWhoHasItOpen() throws IOException {
    keep("v", "a", "hello");
    try (CachedFile open = cache.find("v", "a").orElseThrow()) {
      cache.drop("v");
      assertThat(read(open)).isEqualTo("hello");
    }
    assertThat(text("v", "a")).isEmpty();
  }

  @Test
  void drop_takesOneFolderOnly() throws IOException {
    keep("v", "a", "1");
    keep("v", "b", "1");
    keep("v2", "a", "1");
    cache.drop("v");
    cache.drop("never-there");

    assertThat(text("v", "a")).isEmpty();
    assertThat(text("v2", "a")).isPresent();
    assertThat(cache.bytes()).isEqualTo(1);
    assertThat(folder.resolve("cache/v")).doesNotExist();
  }

  @Test
  void drop_takesWhatAnotherProcessPutThere() throws IOException {
    FileCache other = anew();
    keep("v", "a", "1");
    other.keep("v", "b", file("2")).close();
    other.keep("w", "b", file("2")).close();
    cache.drop("v");
    cache.drop("w");

    assertThat(folder.resolve("cache")).isEmptyDirectory();
    assertThat(other.find("v", "b")).isEmpty();
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void restart_knowsWhatIsThereAndInWhichOrder() throws IOException {
    keep("v", "a", "1234");
    keep("v", "b", "1234");
    clock.advance(Duration.ofDays(10_000));
    assertThat(text("v", "a")).isPresent();
    Files.writeString(folder.resolve("cache/.7.part"), "half a file");
    cache = anew();

    assertThat(cache.bytes()).isEqualTo(8);
    assertThat(folder.resolve("cache/.7.part")).doesNotExist();
    keep("v", "c", "1234");
    assertThat(text("v", "b")).isEmpty();
    assertThat(text("v", "a")).isPresent();
  }

  @Test
  void restart_withASmallerBudget_shrinks() throws IOException {
    keep("v", "a", "1234");
    keep("v", "b", "1234");
    cache = new FileCache(folder.resolve("cache"), 4, clock);

    assertThat(cache.bytes()).isEqualTo(4);
    assertThat(onDisk()).hasSize(1);
  }

  @Test
  void tidiedUpByHand_isForgotten() throws IOException {
    keep("v", "a", "1234");
    Files.delete(folder.resolve("cache/v/a"));

    assertThat(text("v", "a")).isEmpty();
    assertThat(cache.bytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".a", "a/b", "../x", "a\u0000", "ü"})
  void oddNames_areRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> cache.find("v", name));
    assertThatIllegalArgumentException().isThrownBy(() -> cache.find(name, "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> cache.drop(name));
  }

  private FileCache anew() throws IOException {
    return new FileCache(folder.resolve("cache"), BUDGET, clock);
  }

  private void keep(String where, String name, String text) throws IOException {
    cache.keep(where, name, file(text)).close();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("made"), text);
  }

  private Optional<String> text(String where, String name) throws IOException {
    Optional<CachedFile> found = cache.find(where, name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (CachedFile open = found.get()) {
      return Optional.of(read(open));
    }
  }

  private static String read(CachedFile open) throws IOException {
    return new String(Channels.newInputStream(open.channel()).readAllBytes(), UTF_8);
  }

  private List<Path> onDisk() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("cache"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
