package slipway.http;

/**
 * How much HTTP/2 clients may send ahead of us, all together at most a part of the memory, but for
 * the narrowest window of each (TUS-214). A connection takes a wide one only while a body on it is
 * read, and as much as that body still needs, so that a new upload finds enough left however many
 * connections are open (TUS-213). As room gets scarce all widths draw near to each other, and one
 * share stays free for whoever comes next.
 */
final class Windows {

  /** What a stream may send ahead once its body is read, in bytes. */
  static final int STREAM = 8 << 20;

  /** What keeps an upload over a long path going. */
  private static final int ENOUGH = 16 << 20;

  private static final int WIDEST = 32 << 20;

  /**
   * On top of what is expected, while there is much room: what a client sends until the news of a
   * wider window reaches it, at 40 MiB/s over 100 ms.
   */
  static final int HEAD_START = 4 << 20;

  /** Likewise while there is little. */
  static final int NARROWEST = 128 << 10;

  private static final int SHARE = 8;

  private final long most;
  private long taken;

  /** Windows that are so many bytes all together. */
  Windows(long most) {
    this.most = most;
  }

  /**
   * Says how wide the window of a connection should be, and takes what it has not taken before.
   *
   * @param expected bytes that its bodies will bring
   * @param has bytes it has taken; when that is more than the answer, the connection gives it back
   *     as its client uses it up
   */
  synchronized int take(long expected, int has) {
    long left = most - taken + has;
    long ahead = left >= most / 2 ? HEAD_START : NARROWEST;
    long fair = Math.min(left / 2, Math.max(ENOUGH, left / SHARE));
    int width = Math.clamp(Math.min(expected + ahead, fair), NARROWEST, WIDEST);
    taken += Math.max(0, width - has);
    return width;
  }

  /** So many bytes are no longer open to the client that had them. */
  synchronized void giveBack(int bytes) {
    taken -= bytes;
  }

  /** Bytes that are taken now. */
  synchronized long taken() {
    return taken;
  }
}
