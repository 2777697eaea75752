package slipway.media.transcode;

/** How many bits a rung may take beside those of the source's picture. */
public enum SourceLimit {
  /** A fifth more, since it is encoded once more; the usual. */
  A_LITTLE_MORE,
  /** No more. */
  NO_MORE,
  /** As many as are usual for its size, whatever the source has. */
  NONE
}
