package slipway.core.access;

import slipway.core.policy.Policy;
import slipway.core.video.Video;

/** Asks the account's own server whether a viewer may watch (LP-139). */
@FunctionalInterface
public interface Gate {

  /** What a gate says. */
  enum Answer {
    YES,
    NO,
    /** It cannot be asked; whoever may not be asked about may not watch (LP-141). */
    UNREACHABLE
  }

  /**
   * Asks, or takes an answer that is young enough. Blocks for as long as the gate takes, at most
   * its deadline.
   */
  Answer ask(Video video, Policy policy, Viewer viewer, String accessKey);

  /** Where nobody has told us of a gate. */
  static Gate closed() {
    return (video, policy, viewer, accessKey) -> Answer.UNREACHABLE;
  }
}
