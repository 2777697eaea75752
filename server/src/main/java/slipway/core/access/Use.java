package slipway.core.access;

/** What a viewer wants of a video. */
public enum Use {
  /** To watch: playlists, segments, captions. */
  WATCH,
  /** To see what it is about: thumbnails, posters, sprites. */
  LOOK,
  /** To take a file away (CF-110). */
  TAKE,
  /** To have what is encrypted, and the lists that name it (GC-166). */
  CIPHER
}
