package slipway.ingest;

import java.util.Objects;
import java.util.Optional;
import slipway.core.problem.Problem;
import slipway.http.BodyException;

/** Why a body ended too early, in the words of the house. */
public final class BrokenBody {
  private BrokenBody() {}

  /** What to tell the client; empty when it is gone and there is nobody to tell. */
  public static Optional<Problem> problem(BodyException broken) {
    return switch (broken) {
      case BodyException.ClientGone _ -> Optional.empty();
      case BodyException.IdleTimeout e -> Optional.of(new Problem.ClientStalled(said(e)));
      case BodyException.ServerStopping _ -> Optional.of(new Problem.ShuttingDown());
      case BodyException.NoRoom full -> Optional.of(new Problem.Busy(full.retryAfter()));
      case BodyException.Stopped _ -> Optional.of(new Problem.Displaced());
      case BodyException.Malformed e -> Optional.of(new Problem.BadRequest(said(e)));
      case BodyException.TooLarge e -> Optional.of(new Problem.BadRequest(said(e)));
    };
  }

  private static String said(BodyException e) {
    return Objects.requireNonNullElse(e.getMessage(), "the body could not be read");
  }
}
