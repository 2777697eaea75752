package slipway.media.packaging;

import java.util.List;

/** What has to be done to a source before it can be watched. Reasons are sentences for people. */
public sealed interface Packability {
  /**
   * Nothing: it can be watched as it is.
   *
   * @param tracks the chosen tracks, video first, then the chosen sound and others to choose from,
   *     with their cut points, ready for {@link Presentation}
   */
  record AsIs(List<CheckedTrack> tracks) implements Packability {
    /** Copies the list. */
    public AsIs {
      tracks = List.copyOf(tracks);
    }
  }

  /** The pictures are fine and can be copied; container or sound must be made anew. */
  record Remux(String reason) implements Packability {}

  /** The pictures must be made anew. */
  record Transcode(String reason) implements Packability {}
}
