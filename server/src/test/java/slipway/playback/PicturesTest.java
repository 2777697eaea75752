package slipway.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Thread.State;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.config.ByteSize;
import slipway.media.container.Size;
import slipway.media.thumbnail.PictureBox;
import slipway.media.thumbnail.PictureMaker;
import slipway.media.thumbnail.PictureResult;
import slipway.media.thumbnail.PictureSource;
import slipway.media.thumbnail.PictureWish;
import slipway.storage.BlobKeys;
import slipway.storage.cache.CachedFile;
import slipway.storage.cache.FileCache;
import slipway.testing.CountingIds;
import slipway.testing.SettableClock;
import slipway.testing.faults.FrailDisk;

final class PicturesTest {
  private static final UUID VIDEO = CountingIds.uuid(1);
  private static final PictureWish WISH =
      new PictureWish.Still(
          Duration.ZERO, PictureBox.within(1, 1), PictureWish.Format.JPEG, /* keyFrame= */ false);
  private static final PictureSource SOURCE =
      new PictureSource(Path.of("/x"), 1, new Size(2, 2), Duration.ofSeconds(1), 25);

  @TempDir Path folder;
  private final AtomicBoolean deleted = new AtomicBoolean();
  private final List<FileCache> caches = new ArrayList<>();

  /** Waits in the making until it is let go. */
  private final class SlowMaker implements Pictures.Maker {
    final AtomicInteger made = new AtomicInteger();
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);

    @Override
    public PictureResult make(PictureWish wish, PictureSource source, PictureMaker.Taker taker)
        throws IOException {
      begun.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      taker.take(Files.writeString(folder.resolve("made" + made.incrementAndGet()), "picture"));
      return new PictureResult.Made();
    }
  }

  @Test
  @DisplayName("MD-70: all who ask at once for the same picture get the one that is made")
  void sameWish_isMadeOnce() throws Exception {
    SlowMaker maker = new SlowMaker();
    Pictures pictures = pictures(maker, /* budget= */ 1000);
    try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Pictures.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(viewers.submit(() -> pictures.get(VIDEO, "a.jpg", WISH, SOURCE)));
      }
      maker.begun.await();
      maker.go.countDown();
      for (Future<Pictures.Answer> answer : answers) {
        closed(answer.get());
      }
    }
    closed(pictures.get(VIDEO, "a.jpg", WISH, SOURCE));
    assertThat(maker.made).hasValue(1);
  }

  @Test
  @DisplayName("MD-70: all who ask at once get the one that is made also where none can be kept")
  void sameWish_isMadeOnceAndNotKept() throws Exception {
    SlowMaker maker = new SlowMaker();
    Pictures pictures = pictures(maker, /* budget= */ 0);
    try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
      List<Future<Pictures.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(
            viewers.submit(() -> {
              threads.add(Thread.currentThread());
              return pictures.get(VIDEO, "a.jpg", WISH, SOURCE);
            }));
      }
      maker.begun.await();
      await()
          .until(
              () -> threads.stream().filter(one -> one.getState() == State.WAITING).count() == 20);
      maker.go.countDown();
      List<CachedFile> files = new ArrayList<>();
      for (Future<Pictures.Answer> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Pictures.Answer.Ready.class);
        files.add(((Pictures.Answer.Ready) answer.get()).file());
      }
      for (CachedFile file : files) {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        file.channel().read(bytes, /* position= */ 0);
        assertThat(bytes.array()).asString(StandardCharsets.US_ASCII).isEqualTo("picture");
        file.close();
        file.close();
      }
      assertThat(files.getLast().channel().isOpen()).isFalse();
    }
    assertThat(maker.made).hasValue(1);
  }

  @Test
  @DisplayName("MD-70: who finds no turn is told to come again, and the turn comes back")
  void beyondTheLimit_isBusy() throws Exception {
    SlowMaker maker = new SlowMaker();
    Pictures pictures = pictures(maker, /* budget= */ 1000);
    CompletableFuture<Pictures.Answer> first =
        CompletableFuture.supplyAsync(() -> get(pictures, "a.jpg"));
    maker.begun.await();
    assertThat(pictures.get(VIDEO, "b.jpg", WISH, SOURCE)).isEqualTo(new Pictures.Answer.Busy());
    maker.go.countDown();
    closed(first.get());
    closed(pictures.get(VIDEO, "b.jpg", WISH, SOURCE));
  }

  @Test
  @DisplayName("REL-36, MD-70: a picture that comes after its video was deleted does not stay")
  void deletedMeanwhile_leavesNothing() throws Exception {
    SlowMaker maker = new SlowMaker();
    Pictures pictures = pictures(maker, /* budget= */ 1000);
    CompletableFuture<Pictures.Answer> viewer =
        CompletableFuture.supplyAsync(() -> get(pictures, "a.jpg"));
    maker.begun.await();
    deleted.set(true);
    caches.getFirst().drop(BlobKeys.folder(VIDEO));
    maker.go.countDown();
    assertThat(viewer.get()).isEqualTo(new Pictures.Answer.Refused());
    assertThat(caches.getFirst().bytes()).isZero();
    assertThat(folder.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void withoutRoomInTheCache_everyWishIsStillAnswered() throws IOException {
    SlowMaker maker = new SlowMaker();
    maker.go.countDown();
    Pictures pictures = pictures(maker, /* budget= */ 0);

    closed(pictures.get(VIDEO, "a.jpg", WISH, SOURCE));
    closed(pictures.get(VIDEO, "a.jpg", WISH, SOURCE));
    assertThat(maker.made).hasValue(2);
  }

  @Test
  void failures_areToldAndNotKept() throws IOException {
    Pencil pencil = new Pencil();
    Pictures pictures = pictures(pencil, /* budget= */ 1000);
    pencil.ends(new PictureResult.Unavailable("no FFmpeg"));
    assertThat(pictures.get(VIDEO, "a.jpg", WISH, SOURCE)).isEqualTo(new Pictures.Answer.Failed());
    pencil.ends(new PictureResult.Refused("damaged"));
    assertThat(pictures.get(VIDEO, "a.jpg", WISH, SOURCE)).isEqualTo(new Pictures.Answer.Refused());
    pencil.ends(new PictureResult.Made());
    closed(pictures.get(VIDEO, "a.jpg", WISH, SOURCE));
  }

  @Test
  @DisplayName("a picture is shown also when what it was made in cannot be tidied up")
  void untidy_isShown() throws IOException {
    Pictures pictures =
        pictures(
            (wish, source, taker) -> {
              taker.take(Files.writeString(folder.resolve("made"), "picture"));
              throw new AccessDeniedException("work");
            },
            /* budget= */ 1000);
    closed(pictures.get(VIDEO, "a.jpg", WISH, SOURCE));
  }

  @Test
  @DisplayName(
      "REL-12: on a full disk what was made is shown, and what cannot be made is for later")
  void fullDisk_isNoFaultOfOurs() throws IOException {
    FrailDisk disk = new FrailDisk();
    FileCache cache = new FileCache(disk.root().resolve("cache"), 1000, new SettableClock());
    disk.full();
    closed(pictures(new Pencil(), cache).get(VIDEO, "a.jpg", WISH, SOURCE));
    assertThat(cache.bytes()).isZero();

    Pictures.Maker nowhere = (_, _, _) -> throwing("No space left on device");
    assertThat(pictures(nowhere, cache).get(VIDEO, "a.jpg", WISH, SOURCE))
        .isEqualTo(new Pictures.Answer.Failed());
    Pictures.Maker broken = (_, _, _) -> throwing("Input/output error");
    assertThatThrownBy(() -> pictures(broken, cache).get(VIDEO, "a.jpg", WISH, SOURCE))
        .hasMessage("Input/output error");
  }

  private static PictureResult throwing(String message) throws IOException {
    throw new IOException(message);
  }

  private Pictures pictures(Pictures.Maker maker, long budget) throws IOException {
    return pictures(maker, cache(budget));
  }

  private Pictures pictures(Pictures.Maker maker, FileCache cache) {
    return new Pictures(
        maker,
        cache,
        new PictureSettings(ByteSize.ofMebibytes(1), /* atOnce= */ 1, Duration.ZERO),
        _ -> !deleted.get());
  }

  private FileCache cache(long budget) throws IOException {
    FileCache made = new FileCache(folder.resolve("cache"), budget, new SettableClock());
    caches.add(made);
    return made;
  }

  private static Pictures.Answer get(Pictures pictures, String name) {
    try {
      return pictures.get(VIDEO, name, WISH, SOURCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void closed(Pictures.Answer answer) throws IOException {
    assertThat(answer).isInstanceOf(Pictures.Answer.Ready.class);
    ((Pictures.Answer.Ready) answer).file().close();
  }
}
