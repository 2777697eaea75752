package slipway.http;

/**
 * How much an HTTP/2 client may send ahead of us. Few connections get windows that do not slow an
 * upload over a long path (TUS-213); with many, all windows together stay within a part of the
 * memory, so that they shrink for those who come then (TUS-214).
 *
 * @param stream bytes for one stream
 * @param connection bytes for all streams of one connection
 */
record Windows(int stream, int connection) {
  private static final int WIDEST_STREAM = 8 << 20;
  private static final int WIDEST_CONNECTION = 32 << 20;
  private static final int NARROWEST = 128 << 10;

  /**
   * The windows of one more connection.
   *
   * @param memory bytes that all windows may take together
   * @param connections how many there are, with the new one
   */
  static Windows among(long memory, int connections) {
    long share = memory / Math.max(1, connections);
    int connection = Math.clamp(share, NARROWEST, WIDEST_CONNECTION);
    return new Windows(Math.min(connection, WIDEST_STREAM), connection);
  }
}
