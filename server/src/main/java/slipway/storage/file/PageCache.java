package slipway.storage.file;

/** The operating system's cache of one file's bytes. */
interface PageCache {
  /** Nobody knows how to talk to it; it does as it likes. */
  PageCache UNTOLD = (from, to) -> {};

  /**
   * Gives the memory of these bytes back, which are on the disk and will hardly be read soon. Only
   * advice: it never fails and changes no byte.
   */
  void drop(long from, long to);
}
