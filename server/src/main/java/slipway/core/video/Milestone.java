package slipway.core.video;

import java.time.Instant;

/** A step of the journey and when it was first reached. */
public record Milestone(Step step, Instant at) {

  /** The steps of the walk. */
  public enum Step {
    TICKET,
    BYTES,
    INSPECTED,
    VIEWABLE,
    READY,
    FAILED
  }
}
