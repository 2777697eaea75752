package slipway.media.container;

/**
 * Consecutive bytes of a source.
 *
 * @param position of the first byte
 * @param length in bytes, at least 1
 */
public record ByteRange(long position, long length) {
  /** The position behind the last byte. */
  public long end() {
    return position + length;
  }
}
