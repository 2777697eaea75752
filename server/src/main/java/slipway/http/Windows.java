package slipway.http;

/**
 * How much an HTTP/2 client may send ahead of us. Few connections get windows that do not slow an
 * upload over a long path (TUS-213). Each new one gets a share of what the others have left of a
 * part of the memory, so that all together stay within it however many come (TUS-214), but for the
 * narrowest of all.
 *
 * @param stream bytes for one stream
 * @param connection bytes for all streams of one connection
 */
record Windows(int stream, int connection) {
  private static final int WIDEST_STREAM = 8 << 20;
  private static final int WIDEST_CONNECTION = 32 << 20;
  private static final int NARROWEST = 128 << 10;
  private static final int SHARE = 8;

  /**
   * The windows of one more connection.
   *
   * @param left bytes that are left for windows; less than nothing when too many have come
   */
  static Windows outOf(long left) {
    int connection = Math.clamp(left / SHARE, NARROWEST, WIDEST_CONNECTION);
    return new Windows(Math.min(connection, WIDEST_STREAM), connection);
  }
}
