package slipway.pipeline;

import java.util.Set;
import slipway.core.video.Source;
import slipway.core.video.Video;

/**
 * Which imports are films in pieces, of which the URL names only the list. Safe for any thread.
 *
 * @param doors whose callers may name playlists of HLS; others expect to be refused (GC-124)
 */
public record Playlists(Set<String> doors) {
  public Playlists {
    doors = Set.copyOf(doors);
  }

  /** Whether it is one. What comes encrypted is a file, whatever it is called. */
  boolean isOne(Video video) {
    return doors.contains(video.madeBy())
        && video.source().fetched().filter(Source.Url::namesPlaylist).isPresent()
        && !video.wishes().isEncrypted();
  }
}
