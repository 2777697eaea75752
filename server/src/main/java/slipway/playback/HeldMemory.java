package slipway.playback;

/**
 * How much of what was made for viewers may be in memory at the same time, also what no cache keeps
 * any more because somebody who reads slowly still has it. Safe for any thread.
 */
final class HeldMemory {
  /** Of the heap. */
  private static final int SHARE = 4;

  private final long most;
  private long held;

  HeldMemory() {
    this(Runtime.getRuntime().maxMemory() / SHARE);
  }

  HeldMemory(long most) {
    this.most = most;
  }

  /**
   * Takes so many bytes, which are given back with {@link #giveBack}. One thing always fits where
   * there is nothing else, however large.
   *
   * @return whether they can be had
   */
  synchronized boolean take(long bytes) {
    if (held > 0 && held + bytes > most) {
      return false;
    }
    held += bytes;
    return true;
  }

  synchronized void giveBack(long bytes) {
    held -= bytes;
  }

  /** What a cache may keep of it for nobody, so that who comes finds room. */
  long forCache() {
    return most / 2;
  }

  synchronized long held() {
    return held;
  }
}
