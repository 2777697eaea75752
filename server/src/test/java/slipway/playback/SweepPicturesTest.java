package slipway.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.storage.BlobKeys;
import slipway.storage.cache.FileCache;
import slipway.testing.CountingIds;
import slipway.testing.SettableClock;

final class SweepPicturesTest {
  @TempDir Path folder;
  private final Set<UUID> deleted = new HashSet<>();
  private FileCache cache;

  @BeforeEach
  void emptyCache() throws IOException {
    cache = new FileCache(folder.resolve("cache"), /* budget= */ 1 << 20, new SettableClock());
  }

  @Test
  @DisplayName("REL-36: only pictures of deleted videos are thrown out")
  void othersStay() throws IOException {
    picturesOf(3);
    deleted.add(CountingIds.uuid(2));
    new SweepPictures(cache, this::isThere).sweep();
    assertThat(cache.folders())
        .containsExactlyInAnyOrder(
            BlobKeys.folder(CountingIds.uuid(1)), BlobKeys.folder(CountingIds.uuid(3)));
    assertThat(folder.resolve("cache").resolve(BlobKeys.folder(CountingIds.uuid(2))))
        .doesNotExist();
  }

  @Test
  @DisplayName("REL-36: every video is looked at within 20 rounds, a part of them in each")
  void manyTakeTurns() throws IOException {
    picturesOf(2500);
    for (int i = 1; i <= 2500; i++) {
      deleted.add(CountingIds.uuid(i));
    }
    SweepPictures sweep = new SweepPictures(cache, this::isThere);
    sweep.sweep();
    assertThat(cache.folders()).hasSize(2500 - 125);
    for (int round = 1; round < 20; round++) {
      sweep.sweep();
    }
    assertThat(cache.folders()).isEmpty();
  }

  @Test
  void databaseAway_isLookedAtNextTime() throws IOException {
    picturesOf(1);
    boolean[] away = {true};
    SweepPictures sweep =
        new SweepPictures(
            cache,
            _ -> {
              if (away[0]) {
                throw new IllegalStateException("the database is away");
              }
              return false;
            });
    assertThatIllegalStateException().isThrownBy(sweep::sweep);
    away[0] = false;
    sweep.sweep();
    assertThat(cache.folders()).isEmpty();
  }

  private boolean isThere(UUID video) {
    return !deleted.contains(video);
  }

  private void picturesOf(int videos) throws IOException {
    for (int i = 1; i <= videos; i++) {
      Path file = Files.writeString(folder.resolve("made"), "picture");
      cache.keep(BlobKeys.folder(CountingIds.uuid(i)), "a.jpg", file).close();
    }
  }
}
