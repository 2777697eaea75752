package slipway.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.List;
import slipway.core.rendition.Rendition;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.Packability;
import slipway.media.packaging.PackagingCheck;
import slipway.storage.Blob;

/**
 * Indexes of files that were read and checked a while ago, so that nobody reads them again: not
 * playback after inspection, which hands its own on ({@link #keep}), and not a ladder of which one
 * more rung came. Known by the identity of their bytes, so that none is ever taken for another.
 * Takes a share of the index cache's memory. Safe for any thread.
 */
public final class Indexes {
  /** Of the memory for indexes; the rest is for the videos that are being watched. */
  static final int SHARE = 4;

  private final Cache<String, Index> cache;

  public Indexes(PlaybackSettings settings) {
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.indexCache().bytes() / SHARE)
            .weigher((String identity, Index index) -> weight(index.tracks()))
            .executor(Runnable::run)
            .build();
  }

  private record Index(List<CheckedTrack> tracks) {}

  /** Takes over an index that somebody has read and found fit to be packaged as it is. */
  public void keep(Blob source, List<CheckedTrack> tracks) {
    cache.put(source.identity(), new Index(List.copyOf(tracks)));
  }

  /** The tracks of a rendition's file, video first. */
  List<CheckedTrack> of(Rendition rendition, Blob blob) throws IOException {
    Index known = cache.getIfPresent(blob.identity());
    if (known != null) {
      return known.tracks();
    }
    List<CheckedTrack> tracks = read(rendition, blob);
    keep(blob, tracks);
    return tracks;
  }

  /** Bytes of memory, roughly. */
  static int weight(List<CheckedTrack> tracks) {
    long bytes = tracks.stream().mapToLong(CheckedTrack::memory).sum();
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  private static List<CheckedTrack> read(Rendition rendition, Blob blob) throws IOException {
    BlobSource source = new BlobSource(blob);
    if (!(Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie))) {
      throw new IOException("rendition " + rendition.blob() + " cannot be read any more");
    }
    return switch (rendition.form()) {
      case SOURCE -> {
        if (!(PackagingCheck.of(movie, source) instanceof Packability.AsIs(var checked))) {
          throw new IOException("the source cannot be packaged as it is any more");
        }
        yield checked;
      }
      case PICTURE -> List.of(CheckedTrack.fromIndex(movie.video().orElseThrow()));
      case SOUND -> List.of(CheckedTrack.fromIndex(movie.audio().orElseThrow()));
      case DOWNLOAD ->
          throw new IOException(
              "rendition " + rendition.blob() + " is a download and in no playlist");
    };
  }
}
