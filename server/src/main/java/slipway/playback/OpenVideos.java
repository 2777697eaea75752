package slipway.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.caption.Caption;
import slipway.core.rendition.Rendition;
import slipway.core.sound.Sound;
import slipway.core.video.Video;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.PackagingSettings;
import slipway.media.packaging.Presentation;
import slipway.media.packaging.TextInput;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * Indexes of the videos that are being watched, within a budget of memory. A video whose renditions
 * changed is another entry, so nobody sees an index that does not fit its files. Safe for any
 * thread; two who ask at once for the same video wait for one reading.
 */
final class OpenVideos {
  /** What an open file weighs at least, all its buffers counted. */
  static final int LEAST_PER_FILE = 128 * 1024;

  /** So many files may stay open for nobody, however large the budget of memory. */
  private static final int MOST_FILES = 1024;

  /** An open file takes room on the disk even when its video was deleted (REL-36). */
  private static final Duration KEEP = Duration.ofSeconds(30);

  private final BlobStore blobs;
  private final Indexes indexes;
  private final long bytesPerFile;
  private final Cache<Key, OpenVideo> cache;

  OpenVideos(BlobStore blobs, Indexes indexes, PlaybackSettings settings) {
    this(blobs, indexes, settings, Ticker.systemTicker());
  }

  /** With a clock of its own, for tests. */
  OpenVideos(BlobStore blobs, Indexes indexes, PlaybackSettings settings, Ticker ticker) {
    this.blobs = blobs;
    this.indexes = indexes;
    long memory = settings.indexCache().bytes();
    this.bytesPerFile = Math.max(LEAST_PER_FILE, memory / MOST_FILES);
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(memory - 3 * (memory / Indexes.SHARE))
            .weigher((Key key, OpenVideo open) -> open.weight())
            .evictionListener((@Nullable Key key, @Nullable OpenVideo open, RemovalCause cause) -> {
              if (open != null) {
                open.release();
              }
            })
            .expireAfterAccess(KEEP)
            .ticker(ticker)
            .scheduler(Scheduler.systemScheduler())
            // In the thread that puts something in: there is never more open than the budget says.
            .executor(Runnable::run)
            .build();
  }

  private record Key(
      UUID video,
      PackagingSettings settings,
      List<Rendition> renditions,
      List<Caption> captions,
      List<Sound> sounds) {
    /** Few entries share a video, and each request makes one of these to look it up. */
    @Override
    public int hashCode() {
      return video.hashCode();
    }
  }

  /**
   * The video, held for the caller, who releases it.
   *
   * @param renditions not empty
   * @param sounds that were added and are ready
   */
  OpenVideo hold(
      Video video, List<Rendition> renditions, List<Caption> captions, List<Sound> sounds) {
    Key key =
        new Key(
            video.id(),
            settings(video),
            List.copyOf(renditions),
            List.copyOf(captions),
            List.copyOf(sounds));
    while (true) {
      List<OpenVideo> made = new ArrayList<>(1);
      OpenVideo open =
          cache.get(
              key,
              wanted -> {
                OpenVideo fresh = open(wanted);
                // Held before the cache has it: one that is too large for it is evicted at once.
                fresh.hold();
                made.add(fresh);
                return fresh;
              });
      if (!made.isEmpty() || open.hold()) {
        return open;
      }
    }
  }

  /** How the owner wants it to be cut. */
  static PackagingSettings settings(Video video) {
    return Optional.ofNullable(video.wishes().segmentLength())
        .map(PackagingSettings::target)
        .orElse(PackagingSettings.DEFAULT);
  }

  /** How many videos are kept open. */
  long size() {
    cache.cleanUp();
    return cache.estimatedSize();
  }

  private OpenVideo open(Key key) {
    OpenFiles files = new OpenFiles(blobs);
    try {
      Lineup lineup = new Lineup();
      Map<String, String> names = new HashMap<>();
      long weight = 0;
      for (Rendition rendition : key.renditions()) {
        Blob blob = files.open(rendition.blob());
        names.put(rendition.blob(), blob.identity());
        List<CheckedTrack> tracks = indexes.of(rendition, blob);
        weight += Indexes.weight(tracks);
        lineup.add(rendition, blob.identity(), tracks);
      }
      for (Sound sound : key.sounds()) {
        Optional<Blob> blob = files.openIfThere(BlobKeys.sound(sound.video(), sound.id()));
        if (blob.isPresent()) {
          List<CheckedTrack> tracks = indexes.of(Lineup.rendition(sound), blob.get());
          weight += Indexes.weight(tracks);
          lineup.add(sound, blob.get().identity(), tracks);
        }
      }
      List<TextInput> texts = new ArrayList<>();
      for (Caption caption : key.captions()) {
        files.text(caption).ifPresent(texts::add);
      }
      weight += files.all().size() * bytesPerFile;
      return new OpenVideo(
          Presentation.of(lineup.inputs(), texts, key.settings()),
          files.all(),
          names,
          (int) Math.min(weight, Integer.MAX_VALUE));
    } catch (IOException e) {
      files.closeAll();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      files.closeAll();
      throw e;
    }
  }
}
