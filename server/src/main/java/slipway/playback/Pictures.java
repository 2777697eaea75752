package slipway.playback;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.media.thumbnail.PictureMaker;
import slipway.media.thumbnail.PictureResult;
import slipway.media.thumbnail.PictureSource;
import slipway.media.thumbnail.PictureWish;
import slipway.storage.BlobKeys;
import slipway.storage.FullDisk;
import slipway.storage.cache.CachedFile;
import slipway.storage.cache.FileCache;

/**
 * Pictures on request: from the cache, else made now, once for all who ask meanwhile and so many at
 * a time (MD-70). Safe for any thread.
 */
public final class Pictures {
  private static final Logger log = LoggerFactory.getLogger(Pictures.class);

  private final Maker maker;
  private final FileCache cache;
  private final PictureSettings settings;
  private final Predicate<UUID> there;
  private final Semaphore turns;
  private final ConcurrentMap<String, UnderWay> underWay = new ConcurrentHashMap<>();

  /**
   * One that is being made, and who waits for it. Each gets the open file itself: where nothing can
   * be kept there is no other, and they would make it again one after the other.
   */
  private static final class UnderWay {
    private final List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    private boolean over;

    /** The answer to come; empty when it has gone out already. */
    synchronized Optional<CompletableFuture<Answer>> join() {
      if (over) {
        return Optional.empty();
      }
      CompletableFuture<Answer> mine = new CompletableFuture<>();
      waiting.add(mine);
      return Optional.of(mine);
    }

    synchronized void done(Answer answer) {
      over = true;
      for (CompletableFuture<Answer> each : waiting) {
        Answer theirs =
            answer instanceof Answer.Ready(CachedFile file)
                ? new Answer.Ready(file.again())
                : answer;
        if (!each.complete(theirs)) {
          forNobody(theirs); // Whoever waited was stopped.
        }
      }
    }
  }

  /** Makes one picture; {@link PictureMaker} in the house, something quicker in tests. */
  @FunctionalInterface
  interface Maker {
    PictureResult make(PictureWish wish, PictureSource source, PictureMaker.Taker taker)
        throws IOException;
  }

  /**
   * Pictures made by FFmpeg.
   *
   * @param there whether a video has not been deleted, as known at the moment of asking
   */
  public Pictures(
      PictureMaker maker, FileCache cache, PictureSettings settings, Predicate<UUID> there) {
    this(maker::make, cache, settings, there);
  }

  Pictures(Maker maker, FileCache cache, PictureSettings settings, Predicate<UUID> there) {
    this.maker = maker;
    this.cache = cache;
    this.settings = settings;
    this.there = there;
    this.turns = new Semaphore(settings.atOnce(), /* fair= */ true);
  }

  /** What came of it. */
  sealed interface Answer {
    /** Here it is; whoever gets it closes it. */
    record Ready(CachedFile file) implements Answer {}

    /** Others are before it; later it will work. */
    record Busy() implements Answer {}

    /** There will be no such picture of this video. */
    record Refused() implements Answer {}

    /** It went wrong on our side. */
    record Failed() implements Answer {}
  }

  /**
   * The picture.
   *
   * @param name {@code [a-z0-9.-]+}: what it is and of which file; the same name always means the
   *     same picture
   */
  Answer get(UUID video, String name, PictureWish wish, PictureSource source) throws IOException {
    String folder = BlobKeys.folder(video);
    while (true) {
      Optional<CachedFile> there = cache.find(folder, name);
      if (there.isPresent()) {
        return new Answer.Ready(there.get());
      }
      UnderWay mine = new UnderWay();
      UnderWay others = underWay.putIfAbsent(folder + "/" + name, mine);
      if (others == null) {
        return lead(video, name, wish, source, mine);
      }
      Optional<CompletableFuture<Answer>> theirs = others.join();
      if (theirs.isPresent()) {
        return await(theirs.get());
      }
    }
  }

  private Answer lead(
      UUID video, String name, PictureWish wish, PictureSource source, UnderWay mine)
      throws IOException {
    String folder = BlobKeys.folder(video);
    Answer answer = new Answer.Failed();
    try {
      // Whoever led before may have finished since the look into the cache.
      Optional<CachedFile> there = cache.find(folder, name);
      answer =
          there.isPresent() ? new Answer.Ready(there.get()) : inTurn(video, name, wish, source);
      return answer;
    } finally {
      underWay.remove(folder + "/" + name, mine);
      mine.done(answer);
    }
  }

  private Answer inTurn(UUID video, String name, PictureWish wish, PictureSource source)
      throws IOException {
    try {
      if (!turns.tryAcquire(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Answer.Busy();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Answer.Busy();
    }
    try {
      return make(video, name, wish, source);
    } finally {
      turns.release();
    }
  }

  private Answer make(UUID video, String name, PictureWish wish, PictureSource source)
      throws IOException {
    String folder = BlobKeys.folder(video);
    @Nullable CachedFile[] kept = {null};
    PictureResult result;
    try {
      result = maker.make(wish, source, file -> kept[0] = cache.keep(folder, name, file));
    } catch (IOException failure) {
      CachedFile made = kept[0];
      if (made != null) {
        // Only what it was made in could not be tidied up.
        log.warn("what picture {} of video {} was made in stays", name, folder, failure);
        return unlessDeleted(video, made);
      }
      FullDisk.orThrow(failure);
      log.warn("picture {} of video {} waits for space: {}", name, folder, failure.toString());
      return new Answer.Failed();
    }
    return switch (result) {
      case PictureResult.Made() -> {
        CachedFile file = kept[0];
        yield file == null ? new Answer.Failed() : unlessDeleted(video, file);
      }
      case PictureResult.Refused(String detail) -> {
        log.info("no picture {} of video {}: {}", name, folder, detail);
        yield new Answer.Refused();
      }
      case PictureResult.Unavailable(String detail) -> {
        log.warn("picture {} of video {} was not made: {}", name, folder, detail);
        yield new Answer.Failed();
      }
    };
  }

  /**
   * Whoever deletes a video throws its pictures out afterwards. One that was being made meanwhile
   * may come only then: it is thrown out by whoever made it, who looks after it lies there.
   */
  private Answer unlessDeleted(UUID video, CachedFile file) throws IOException {
    if (there.test(video)) {
      return new Answer.Ready(file);
    }
    file.close();
    cache.drop(BlobKeys.folder(video));
    return new Answer.Refused();
  }

  private static Answer await(CompletableFuture<Answer> theirs) {
    try {
      return theirs.get();
    } catch (InterruptedException stopping) {
      if (!theirs.cancel(/* mayInterruptIfRunning= */ false)) {
        forNobody(theirs.resultNow());
      }
      Thread.currentThread().interrupt();
      return new Answer.Busy();
    } catch (ExecutionException impossible) {
      return new Answer.Failed();
    }
  }

  private static void forNobody(Answer answer) {
    if (answer instanceof Answer.Ready(CachedFile file)) {
      try {
        file.close();
      } catch (IOException failure) {
        log.debug("a picture that nobody waits for could not be closed", failure);
      }
    }
  }
}
