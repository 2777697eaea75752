package slipway.media.packaging;

/**
 * Consecutive bytes of one file, to be sent as they are.
 *
 * @param file the name from {@link TrackInput#file}
 * @param position of the first byte
 * @param length in bytes, at least 1
 */
public record FileRange(String file, long position, long length) {}
