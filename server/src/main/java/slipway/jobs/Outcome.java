package slipway.jobs;

import java.time.Duration;

/** How a run ends, said by the handler, because retrying is decided where the knowledge is. */
public sealed interface Outcome {

  /**
   * The work is finished.
   *
   * @param change what is still to be written; runs in the very transaction that removes the job,
   *     so both happen once or neither does
   */
  record Done(Runnable change) implements Outcome {}

  /**
   * Not now; try again after the wait, as often as the handler likes ({@link Job#attempt} counts).
   *
   * @param after the wait, not negative
   * @param reason a sentence for the operator and the next run
   */
  record RetryAfter(Duration after, String reason) implements Outcome {
    public RetryAfter {
      if (after.isNegative()) {
        throw new IllegalArgumentException("Nobody can try again in the past");
      }
    }
  }

  /**
   * Not now, for a reason that lies outside of the work, such as a full disk: as {@link
   * RetryAfter}, but the run was no try, and {@link Job#attempt} stays.
   *
   * @param after the wait, not negative
   * @param reason a sentence for the operator and the next run
   */
  record Wait(Duration after, String reason) implements Outcome {
    public Wait {
      if (after.isNegative()) {
        throw new IllegalArgumentException("Nobody can try again in the past");
      }
    }
  }

  /**
   * It will never work.
   *
   * @param reason handed to {@link JobHandler#gaveUp}
   */
  record GiveUp(String reason) implements Outcome {}

  /** Finished, nothing left to write. */
  static Outcome done() {
    return new Done(() -> {});
  }

  /** Finished, once this change is written together with the job's removal. */
  static Outcome done(Runnable change) {
    return new Done(change);
  }
}
