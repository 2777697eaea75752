package slipway.media.packaging;

/** How much of a track is there. */
sealed interface Extent {
  /** All of it. */
  record Whole() implements Extent {}

  /** Those segments that lie below a position in its file. */
  record Below(long size) implements Extent {}

  /** All its samples, behind which others will follow: the last segment may still become longer. */
  record GoesOn() implements Extent {}

  /** All of it, but no more segments of it are to be told than of the pictures that go on. */
  record First(int segments) implements Extent {}
}
