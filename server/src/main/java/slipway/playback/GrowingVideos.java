package slipway.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.rendition.Chunks.Piece;
import slipway.core.rendition.Rendition;
import slipway.core.video.Video;
import slipway.media.container.JoinedTrack;
import slipway.media.container.MovieJoiner;
import slipway.media.container.Mp4Track;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.PackagingSettings;
import slipway.media.packaging.Presentation;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * Videos of which only the beginning of the smallest rung is made, as far as that can be watched
 * (decision 0019): finished chunks, put together as they will be when the rung is whole, so that
 * who watches goes on when it is. Looked into anew only when there is one more. Safe for any
 * thread.
 */
final class GrowingVideos {
  /** Somebody who watches asks for the list that often. */
  private static final Duration KEEP = Duration.ofSeconds(30);

  /**
   * So many chunks are shown before their rung is whole: that is more than eight hours, and no
   * video has more files open.
   */
  private static final int MOST_PIECES = 500;

  private final BlobStore blobs;
  private final Indexes indexes;
  private final Cache<UUID, Grown> cache;

  GrowingVideos(BlobStore blobs, Indexes indexes, PlaybackSettings settings) {
    this.blobs = blobs;
    this.indexes = indexes;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.indexCache().bytes() / Indexes.SHARE)
            .weigher((UUID id, Grown grown) -> grown.open().weight())
            .evictionListener((@Nullable UUID id, @Nullable Grown grown, RemovalCause cause) -> {
              if (grown != null) {
                grown.open().release();
              }
            })
            .expireAfterAccess(KEEP)
            .scheduler(Scheduler.systemScheduler())
            .executor(Runnable::run)
            .build();
  }

  /**
   * What is there of a video.
   *
   * @param pieces of its smallest rung; not empty
   * @param sound to it, whole; empty when it has none
   */
  record Beginning(List<Piece> pieces, Optional<Rendition> sound) {
    Beginning {
      pieces = List.copyOf(pieces);
    }
  }

  private record Grown(Beginning from, PackagingSettings settings, OpenVideo open) {}

  /**
   * The video as far as it is there, held for the caller, who releases it; empty when it is just
   * being replaced by its whole rung.
   */
  Optional<OpenVideo> hold(Video video, Beginning beginning) {
    PackagingSettings settings = OpenVideos.settings(video);
    List<OpenVideo> held = new ArrayList<>(1);
    cache
        .asMap()
        .compute(
            video.id(),
            (id, before) -> {
              Grown now = before;
              if (before == null
                  || !before.from().equals(beginning)
                  || !before.settings().equals(settings)) {
                now =
                    open(id, beginning, settings)
                        .map(open -> new Grown(beginning, settings, open))
                        .orElse(null);
                if (before != null) {
                  before.open().release();
                }
              }
              // Held before the cache has it: one that is too large for it is evicted at once.
              if (now != null && now.open().hold()) {
                held.add(now.open());
              }
              return now;
            });
    return held.stream().findFirst();
  }

  private Optional<OpenVideo> open(UUID id, Beginning beginning, PackagingSettings settings) {
    OpenFiles files = new OpenFiles(blobs);
    Optional<OpenVideo> made = Optional.empty();
    try {
      made = open(id, beginning, settings, files);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (made.isEmpty()) {
        files.closeAll();
      }
    }
  }

  private Optional<OpenVideo> open(
      UUID id, Beginning beginning, PackagingSettings settings, OpenFiles files)
      throws IOException {
    Lineup lineup = new Lineup();
    long weight = 0;
    if (beginning.sound().isPresent()) {
      Optional<Blob> blob = files.openIfThere(beginning.sound().get().blob());
      if (blob.isEmpty()) {
        return Optional.empty();
      }
      List<CheckedTrack> sound = indexes.of(beginning.sound().get(), blob.get());
      weight += Indexes.weight(sound);
      lineup.add(beginning.sound().get(), blob.get().identity(), sound);
    }
    List<Blob> parts = new ArrayList<>();
    List<MovieJoiner.Part> fitting = fitting(id, beginning.pieces(), files, parts);
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    JoinedTrack joined = JoinedTrack.of(fitting);
    // Named after all that is in it: the same name must always mean the same bytes.
    String name = "growing-" + parts.getLast().identity();
    CheckedTrack picture = CheckedTrack.fromIndex(joined.track());
    lineup.add(rendition(id, beginning.pieces().getFirst()), name, List.of(picture));
    Presentation presentation = Presentation.beginning(lineup.inputs(), settings);
    if (!presentation.hasBegun()) {
      return Optional.empty();
    }
    weight += Indexes.weight(List.of(picture));
    weight += files.all().size() * (long) OpenVideos.LEAST_PER_FILE;
    return Optional.of(
        new OpenVideo(
            presentation,
            files.all(),
            Map.of(),
            (int) Math.min(weight, Integer.MAX_VALUE),
            Optional.of(
                new OpenVideo.Joined(name, joined, parts.stream().map(Blob::identity).toList()))));
  }

  /** Those that will be joined as they are; what comes behind one that will not is not shown. */
  private List<MovieJoiner.Part> fitting(
      UUID id, List<Piece> pieces, OpenFiles files, List<Blob> parts) throws IOException {
    List<MovieJoiner.Part> fitting = new ArrayList<>();
    for (Piece piece : pieces.subList(0, Math.min(MOST_PIECES, pieces.size()))) {
      Rendition rendition = rendition(id, piece);
      Optional<Blob> blob = files.openIfThere(rendition.blob());
      if (blob.isEmpty()) {
        break;
      }
      Mp4Track track = indexes.of(rendition, blob.get()).getFirst().track();
      MovieJoiner.Part part = new MovieJoiner.Part(new BlobSource(blob.get()), track);
      MovieJoiner.Part first = fitting.isEmpty() ? part : fitting.getFirst();
      if (MovieJoiner.obstacle(List.of(first, part)).isPresent()) {
        break;
      }
      fitting.add(part);
      parts.add(blob.get());
    }
    return fitting;
  }

  private static Rendition rendition(UUID id, Piece piece) {
    return new Rendition(
        id,
        piece.rung(),
        Rendition.Form.PICTURE,
        BlobKeys.chunk(id, piece.recipe(), piece.number()),
        /* size= */ 0);
  }
}
