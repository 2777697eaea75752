package slipway.storage.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testing.SettableClock;
import slipway.testing.faults.FrailDisk;

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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("REL-12: what finds the disk full is given all the same, and nothing half stays")
  void fullDisk_givesAndDoesNotKeep(boolean sameDisk) throws IOException {
    Trial whole = new Trial(sameDisk);
    int begun = whole.disk.calls();
    assertThat(whole.given()).isEqualTo("hello");
    int calls = whole.disk.calls();
    assertThat(calls - begun).as("bytes, folder, name").isGreaterThanOrEqualTo(3);
    int notKept = 0;
    for (int call = begun; call < calls; call++) {
      Trial trial = new Trial(sameDisk);
      trial.disk.fullAt(call);
      if (sameDisk && call == begun) {
        // What was made may not be on the disk.
        assertThatThrownBy(trial::given).isInstanceOf(IOException.class);
      } else {
        assertThat(trial.given()).as("call %d", call).isEqualTo("hello");
      }
      boolean kept = trial.cache.bytes() > 0;
      notKept += kept ? 0 : 1;
      assertThat(trial.names()).as("call %d", call).isEqualTo(kept ? List.of("v") : List.of());
    }
    assertThat(notKept).isGreaterThanOrEqualTo(3);
  }

  /** A cache on a disk of its own that may be full. */
  private final class Trial {
    final FrailDisk disk = new FrailDisk();
    final Path root = disk.root();
    final FileCache cache = new FileCache(root.resolve("cache"), BUDGET, clock);
    final Path made;

    Trial(boolean sameDisk) throws IOException {
      made = Files.writeString((sameDisk ? root : folder).resolve("made"), "hello");
    }

    String given() throws IOException {
      try (CachedFile open = cache.keep("v", "a", made)) {
        return read(open);
      }
    }

    List<String> names() throws IOException {
      try (Stream<Path> all = Files.list(root.resolve("cache"))) {
        return all.map(path -> String.valueOf(path.getFileName())).toList();
      }
    }
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
