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
   * @param sound to it, whole; empty when it has none, or that is being made, too
   * @param soundPieces what there is of it in the latter case
   * @param length of the whole video, as far as it is known
   */
  record Beginning(
      List<Piece> pieces, Optional<Rendition> sound, List<Piece> soundPieces, Duration length) {
    Beginning {
      pieces = List.copyOf(pieces);
      soundPieces = List.copyOf(soundPieces);
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
    List<OpenVideo.Joined> joined = new ArrayList<>();
    if (!beginning.soundPieces().isEmpty()) {
      Optional<CheckedTrack> sound =
          joined(id, Rendition.Form.SOUND, beginning.soundPieces(), files, lineup, joined);
      if (sound.isEmpty()) {
        return Optional.empty();
      }
      weight += Indexes.weight(List.of(sound.get()));
    }
    Optional<CheckedTrack> picture =
        joined(id, Rendition.Form.PICTURE, beginning.pieces(), files, lineup, joined);
    if (picture.isEmpty()) {
      return Optional.empty();
    }
    boolean soundGoesOn = !beginning.soundPieces().isEmpty();
    Presentation presentation =
        Presentation.beginning(lineup.inputs(), settings, soundGoesOn, beginning.length());
    if (!presentation.hasBegun()) {
      return Optional.empty();
    }
    weight += Indexes.weight(List.of(picture.get()));
    weight += files.all().size() * (long) OpenVideos.LEAST_PER_FILE;
    return Optional.of(
        new OpenVideo(
            presentation,
            files.all(),
            Map.of(),
            (int) Math.min(weight, Integer.MAX_VALUE),
            joined));
  }

  /** Puts pieces together and lines the track up; empty when the first of them is gone. */
  private Optional<CheckedTrack> joined(
      UUID id,
      Rendition.Form form,
      List<Piece> pieces,
      OpenFiles files,
      Lineup lineup,
      List<OpenVideo.Joined> all)
      throws IOException {
    List<Blob> parts = new ArrayList<>();
    List<MovieJoiner.Part> fitting = fitting(id, form, pieces, files, parts);
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    JoinedTrack joined = JoinedTrack.of(fitting);
    // Named after all that is in it: the same name must always mean the same bytes.
    String name = "growing-" + parts.getLast().identity();
    CheckedTrack track = CheckedTrack.fromIndex(joined.track());
    lineup.add(rendition(id, form, pieces.getFirst()), name, List.of(track));
    List<OpenVideo.Joined.Piece> named = new ArrayList<>();
    for (int number = 0; number < parts.size(); number++) {
      Mp4Track one = fitting.get(number).track();
      long nanos = Math.round(one.seconds(one.samples().decodeEnd()) * 1e9);
      named.add(new OpenVideo.Joined.Piece(parts.get(number).identity(), Duration.ofNanos(nanos)));
    }
    all.add(new OpenVideo.Joined(name, joined, named));
    return Optional.of(track);
  }

  /** Those that will be joined as they are; what comes behind one that will not is not shown. */
  private List<MovieJoiner.Part> fitting(
      UUID id, Rendition.Form form, List<Piece> pieces, OpenFiles files, List<Blob> parts)
      throws IOException {
    List<MovieJoiner.Part> fitting = new ArrayList<>();
    for (Piece piece : pieces.subList(0, Math.min(MOST_PIECES, pieces.size()))) {
      Rendition rendition = rendition(id, form, piece);
      Optional<Blob> blob = files.openIfThere(rendition.blob());
      if (blob.isEmpty()) {
        break;
      }
      Mp4Track track = indexes.of(rendition, blob.get()).getFirst().track();
      MovieJoiner.Part part = new MovieJoiner.Part(new BlobSource(blob.get()), track);
      List<MovieJoiner.Part> both =
          fitting.isEmpty() ? List.of(part) : List.of(fitting.getFirst(), part);
      if (MovieJoiner.obstacle(both).isPresent()) {
        break;
      }
      fitting.add(part);
      parts.add(blob.get());
    }
    return fitting;
  }

  private static Rendition rendition(UUID id, Rendition.Form form, Piece piece) {
    return new Rendition(
        id, piece.rung(), form, BlobKeys.chunk(id, piece.recipe(), piece.number()), /* size= */ 0);
  }
}
