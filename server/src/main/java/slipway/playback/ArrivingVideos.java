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
import slipway.core.rendition.Rendition;
import slipway.core.video.Video;
import slipway.media.container.IndexTurns;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.packaging.Packability;
import slipway.media.packaging.PackagingCheck;
import slipway.media.packaging.Presentation;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * Videos that are still coming in and can be watched as far as they have come (decision 0011): MP4
 * files whose index stands before their media, and which would be packaged as they are. The house's
 * state says nothing of it; what is shown here is what is durable at this moment, and nothing at
 * all when the whole file turns out to be another thing. Safe for any thread.
 */
final class ArrivingVideos {
  /** Somebody who watches asks for the list that often. */
  private static final Duration KEEP = Duration.ofSeconds(30);

  /** As the pipeline will call it, so that those who watch go on when it is published. */
  private static final String SOURCE = "source";

  private static final String FILE = "arriving";
  private static final int WEIGHT_OF_NOTHING = 256;

  private final BlobStore blobs;
  private final Cache<UUID, Arrived> cache;

  ArrivingVideos(BlobStore blobs, PlaybackSettings settings) {
    this.blobs = blobs;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.indexCache().bytes() / Indexes.SHARE)
            .weigher((UUID id, Arrived arrived) -> arrived.weight())
            .evictionListener(
                (@Nullable UUID id, @Nullable Arrived arrived, RemovalCause cause) -> {
                  if (arrived != null) {
                    arrived.release();
                  }
                })
            .expireAfterAccess(KEEP)
            .scheduler(Scheduler.systemScheduler())
            .executor(Runnable::run)
            .build();
  }

  /**
   * How far one has come.
   *
   * @param at bytes that were there
   * @param until with fewer bytes than this there is nothing new to be seen
   */
  private record Arrived(long at, long until, Optional<OpenVideo> open) {
    int weight() {
      return WEIGHT_OF_NOTHING + open.map(OpenVideo::weight).orElse(0);
    }

    void release() {
      open.ifPresent(OpenVideo::release);
    }
  }

  /**
   * What can be watched of a video, held for the caller, who releases it; empty when nothing can.
   *
   * @param there bytes of its source that are durable
   * @param newest whether all of these count; without it, what was seen a little earlier will do
   */
  Optional<OpenVideo> hold(Video video, long there, boolean newest) {
    List<OpenVideo> held = new ArrayList<>(1);
    cache
        .asMap()
        .compute(
            video.id(),
            (id, before) -> {
              Arrived now = before;
              if (before == null || isOutdated(before, there, newest)) {
                now = look(video, there);
                if (before != null) {
                  before.release();
                }
              }
              // Held before the cache has it: one that is too large for it is evicted at once.
              now.open().filter(OpenVideo::hold).ifPresent(held::add);
              return now;
            });
    return held.stream().findFirst();
  }

  private static boolean isOutdated(Arrived before, long there, boolean newest) {
    boolean startedOver = there < before.at();
    boolean grown = there > before.at() && there >= before.until();
    return startedOver || (grown && (newest || before.open().isEmpty()));
  }

  private Arrived look(Video video, long there) {
    try {
      Optional<Blob> stored = blobs.open(BlobKeys.source(video.id()));
      if (stored.isEmpty()) {
        return nothing(there, there + 1);
      }
      boolean kept = false;
      try {
        Arrived arrived = look(video, stored.get(), there);
        kept = arrived.open().isPresent();
        return arrived;
      } finally {
        if (!kept) {
          OpenFiles.close(stored.get());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Arrived look(Video video, Blob blob, long there) throws IOException {
    BeginningOfBlob source = new BeginningOfBlob(blob, Math.min(there, blob.size()));
    try (IndexTurns.Turn turn = IndexTurns.next()) {
      return switch (Mp4Index.readIndexFirst(source, turn)) {
        case Mp4Reading.Parsed(Mp4Movie movie) -> show(video, blob, source, movie, there);
        case Mp4Reading.MediaMissing missing -> show(video, blob, source, missing.movie(), there);
        case Mp4Reading.HeaderMissing missing -> nothing(there, missing.neededSize());
        case Mp4Reading.NotMp4 _ -> never(there);
        case Mp4Reading.Malformed _ -> never(there);
        case Mp4Reading.Unsupported _ -> never(there);
        case Mp4Reading.Encrypted _ -> never(there);
      };
    }
  }

  private static Arrived show(
      Video video, Blob blob, BeginningOfBlob source, Mp4Movie movie, long there)
      throws IOException {
    if (!(PackagingCheck.of(movie, source) instanceof Packability.AsIs(var tracks))) {
      return never(there);
    }
    Lineup lineup = new Lineup();
    Rendition rendition =
        new Rendition(
            video.id(), SOURCE, Rendition.Form.SOURCE, BlobKeys.source(video.id()), blob.size());
    lineup.add(rendition, FILE, tracks);
    Presentation some =
        Presentation.growing(lineup.inputs(), OpenVideos.settings(video), source.size());
    if (!some.hasBegun()) {
      return nothing(there, there + 1);
    }
    int weight = Indexes.weight(tracks);
    return new Arrived(
        there, there + 1, Optional.of(new OpenVideo(some, Map.of(FILE, blob), Map.of(), weight)));
  }

  private static Arrived nothing(long there, long until) {
    return new Arrived(there, until, Optional.empty());
  }

  private static Arrived never(long there) {
    return nothing(there, Long.MAX_VALUE);
  }
}
