package slipway.core.access;

/** Whether a viewer may have what is asked for. Each dialect has its own words for a no. */
public sealed interface Verdict {

  /**
   * Go ahead.
   *
   * @param anybody whether everybody else may too, so that caches may keep the answer; not so where
   *     a right was shown
   */
  record Allowed(boolean anybody) implements Verdict {}

  /** No. */
  record Refused(Why why) implements Verdict {}

  /** The classes of reasons. */
  enum Why {
    /** A proof is needed and none that can be understood was shown. */
    NO_PROOF,
    /** It is not signed by a key that counts, or speaks of another video. */
    BAD_PROOF,
    /** It was right, and its time has passed or has not come. */
    OUT_OF_TIME,
    /** A rule, or the account's gate, says no. */
    BLOCKED,
    /** The page that asks lies where the video may not be shown. */
    WRONG_ORIGIN,
    /** The right to watch does not include taking the file away. */
    NOT_DOWNLOADABLE,
    /** The account's gate does not answer. */
    GATE_DOWN
  }

  /** Shorthand. */
  static Verdict refused(Why why) {
    return new Refused(why);
  }
}
