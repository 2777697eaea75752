package slipway.core.access;

/** What a viewer wants of a video. */
public enum Use {
  /** To watch: playlists, segments, captions, keys. */
  WATCH,
  /** To see what it is about: thumbnails, posters, sprites. */
  LOOK,
  /** To take a file away (CF-110). */
  TAKE
}
