package slipway.media.packaging;

import java.time.Duration;

/** How much of a track is there. */
sealed interface Extent {
  /** All of it. */
  record Whole() implements Extent {}

  /** Those segments that lie below a position in its file. */
  record Below(long size) implements Extent {}

  /**
   * All its samples, behind which others will follow: the last segment may still become longer.
   *
   * @param sound whether that is so of the sound to it, too
   * @param whole how long it will play, as far as that is known
   */
  record GoesOn(boolean sound, Duration whole) implements Extent {}

  /**
   * No more segments of it are to be told than of the pictures that go on.
   *
   * @param goesOn whether it is not whole itself, so that its last segment may become longer
   */
  record First(int segments, boolean goesOn) implements Extent {}
}
