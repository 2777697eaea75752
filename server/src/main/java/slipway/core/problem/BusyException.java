package slipway.core.problem;

import java.time.Duration;

/**
 * Something the house cannot do without, such as its database, is busy or away; the same request
 * works again when it is back. Deliberately no {@link ProblemException}: whoever catches one of
 * those takes it for an answer about the thing that was asked for, and this says nothing about it.
 */
public final class BusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Long enough for a server to come back, short enough for a person who waits. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** The cause is for the log only. */
  public BusyException(Throwable cause) {
    super("something that the house needs is busy or away", cause);
  }

  /** What a caller is told. */
  public Problem.Busy problem() {
    return new Problem.Busy(RETRY_AFTER);
  }
}
