package slipway.media.container;

/**
 * How much of an index we are willing to read (MD-51). The nesting depth needs no number: the
 * reader follows a fixed set of paths, the deepest of which has 9 boxes.
 *
 * @param maxIndexBytes the largest {@code moov}, and the most bytes that all {@code moof} boxes of
 *     a fragmented file may have together
 * @param maxSamples the most samples of all tracks together; one in a file with fragments counts
 *     for {@value #FRAGMENTED} more, because so much more is needed while they are gathered
 * @param maxMemory the most bytes of memory for what is said of them; while it is read it may be
 *     twice that for a moment
 * @param maxBoxes the most boxes that are looked at, in all levels together
 * @param maxTracks the most tracks
 */
public record Mp4Limits(
    long maxIndexBytes, int maxSamples, long maxMemory, int maxBoxes, int maxTracks) {
  static final int FRAGMENTED = 4;

  private static final long LEAST_MEMORY = 64L << 20;

  /** Of the heap; two of these for a moment, beside all that is being served. */
  private static final int SHARE = 8;

  /**
   * 64 MiB of index, 20 million samples, 400,000 boxes (a fragment is about 8 boxes long), 64
   * tracks; 64 MiB of memory or an eighth of the heap. Pictures take some 10 bytes each and sounds
   * 6, so that is a day of both.
   */
  public static final Mp4Limits DEFAULT =
      new Mp4Limits(
          64L << 20,
          20_000_000,
          Math.max(LEAST_MEMORY, Runtime.getRuntime().maxMemory() / SHARE),
          400_000,
          64);
}
