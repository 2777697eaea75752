package slipway.pipeline;

import slipway.core.video.Facts;
import slipway.core.video.Failure;

/** What a look into a source has found. */
sealed interface Inspection {

  /** It can be watched as it is. */
  record AsIs(Facts facts) implements Inspection {}

  /**
   * It is media, but must be encoded first.
   *
   * @param reason why, for the log
   */
  record Encode(Facts facts, String reason) implements Inspection {}

  /** It will never be watched. */
  record Refused(Failure failure) implements Inspection {}

  /** It could not be found out just now. */
  record NotNow(String reason) implements Inspection {}
}
