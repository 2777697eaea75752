package slipway.ingest.pull;

import org.jspecify.annotations.Nullable;

/**
 * One fetch on the way through a playlist: a segment, or what stands before all segments.
 *
 * @param url where it lies
 * @param range the part of it that is meant, {@code null} for all
 * @param newClock whether its time stamps have nothing to do with those before it
 */
record Piece(String url, @Nullable Range range, boolean newClock) {

  /**
   * A part of a file.
   *
   * @param start of its first byte
   * @param length in bytes, at least 1
   */
  record Range(long start, long length) {
    /** As a request asks for it (RFC 9110, section 14.1.2). */
    String header() {
      return "bytes=" + start + "-" + (start + length - 1);
    }
  }
}
