package slipway.media.container;

/**
 * How much of an index we are willing to read (MD-51). The nesting depth needs no number: the
 * reader follows a fixed set of paths, the deepest of which has 9 boxes.
 *
 * @param maxIndexBytes the largest {@code moov}, and the most bytes that all {@code moof} boxes of
 *     a fragmented file may have together
 * @param maxSamples the most samples of all tracks together; one in a fragment counts for {@value
 *     #FRAGMENTED}, because so much more memory is needed while they are gathered
 * @param maxBoxes the most boxes that are looked at, in all levels together
 * @param maxTracks the most tracks
 */
public record Mp4Limits(long maxIndexBytes, int maxSamples, int maxBoxes, int maxTracks) {
  static final int FRAGMENTED = 4;

  /**
   * 64 MiB of index, 20 million samples, 400,000 boxes (a fragment is about 8 boxes long), 64
   * tracks.
   */
  public static final Mp4Limits DEFAULT = new Mp4Limits(64L << 20, 20_000_000, 400_000, 64);
}
