package slipway.core.problem;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} out of a use case to whoever renders it. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** A problem that needs no cause in the log. */
  public ProblemException(Problem problem) {
    this(problem, null);
  }

  /** A problem with the cause that only the log shows. */
  public ProblemException(Problem problem, @Nullable Throwable cause) {
    super(problem.message(), cause);
    this.problem = problem;
  }

  /** What went wrong, in words that are safe to show. */
  public Problem problem() {
    return problem;
  }
}
