package slipway.playback;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.rendition.Rendition;
import slipway.media.container.IndexTurns;
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

  private final long budget;

  /**
   * By identity, the one that was not used for the longest time first. A cache that rather keeps
   * what is used often would turn the newest away, and that is the one somebody waits for.
   */
  private final Map<String, List<CheckedTrack>> byUse =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

  private long held;

  public Indexes(PlaybackSettings settings) {
    this.budget = settings.indexCache().bytes() / SHARE;
  }

  /** Takes over an index that somebody has read and found fit to be packaged as it is. */
  public void keep(Blob source, List<CheckedTrack> tracks) {
    keep(source.identity(), List.copyOf(tracks));
  }

  private synchronized void keep(String identity, List<CheckedTrack> tracks) {
    forget(byUse.remove(identity));
    if (weight(tracks) > budget) {
      return;
    }
    byUse.put(identity, tracks);
    held += weight(tracks);
    Iterator<List<CheckedTrack>> oldest = byUse.values().iterator();
    while (held > budget) {
      List<CheckedTrack> dropped = oldest.next();
      oldest.remove();
      forget(dropped);
    }
  }

  private void forget(@Nullable List<CheckedTrack> tracks) {
    if (tracks != null) {
      held -= weight(tracks);
    }
  }

  private synchronized Optional<List<CheckedTrack>> known(Blob blob) {
    return Optional.ofNullable(byUse.get(blob.identity()));
  }

  /** The tracks of a rendition's file, video first. */
  List<CheckedTrack> of(Rendition rendition, Blob blob) throws IOException {
    Optional<List<CheckedTrack>> known = known(blob);
    if (known.isPresent()) {
      return known.get();
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
    try (IndexTurns.Turn turn = IndexTurns.next()) {
      return read(rendition, new BlobSource(blob), turn);
    }
  }

  private static List<CheckedTrack> read(
      Rendition rendition, BlobSource source, IndexTurns.Turn turn) throws IOException {
    if (!(Mp4Index.read(source, turn) instanceof Mp4Reading.Parsed(Mp4Movie movie))) {
      throw new IOException("rendition " + rendition.blob() + " cannot be read any more");
    }
    return switch (rendition.form()) {
      case SOURCE -> {
        if (!(PackagingCheck.ofTaken(movie, source) instanceof Packability.AsIs(var checked))) {
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
