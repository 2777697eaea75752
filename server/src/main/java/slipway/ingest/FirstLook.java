package slipway.ingest;

import slipway.core.video.Failure;

/** Judges a file by its first bytes, while the rest is still on its way (MD-10). */
@FunctionalInterface
public interface FirstLook {

  /** What the first bytes say. */
  sealed interface Verdict {
    /** May well be media. */
    record Pass() implements Verdict {}

    /** Too few bytes to tell. */
    record NeedMore() implements Verdict {}

    /** Will never be taken; there is no use in sending the rest. */
    record Refuse(Failure failure) implements Verdict {}
  }

  /**
   * Judges.
   *
   * @param head the first bytes, at most {@link #ENOUGH}
   */
  Verdict judge(byte[] head);

  /** With this many bytes there is always a verdict. */
  int ENOUGH = 64 * 1024;
}
