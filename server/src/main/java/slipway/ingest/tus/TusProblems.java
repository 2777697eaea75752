package slipway.ingest.tus;

import java.time.Duration;
import slipway.core.problem.Problem;

/** What each problem of the house is in tus, whatever the door (TUS-54, TUS-55). */
final class TusProblems {
  /** Somebody has to delete something first. */
  private static final Duration WHEN_USED_UP = Duration.ofMinutes(1);

  private TusProblems() {}

  static TusRefusal of(Problem problem) {
    String message = problem.message();
    return switch (problem) {
      case Problem.NotAuthenticated _ -> rejected(401, message);
      case Problem.UnknownKey _ -> rejected(401, message);
      case Problem.NotAllowed _ -> rejected(403, message);
      case Problem.BadTicket _ -> rejected(403, message);
      case Problem.BadRequest _ -> rejected(400, message);
      case Problem.BadField(String field, _) ->
          field.equals("Upload-Concat")
              ? TusError.INVALID_CONCAT.refusal(message)
              : rejected(400, message);
      case Problem.UnsupportedMedia _ -> rejected(400, message);
      case Problem.TooLong _ -> rejected(400, message);
      case Problem.QuotaReached _ -> retried(rejected(429, message), WHEN_USED_UP);
      case Problem.MinutesReached _ -> retried(rejected(429, message), WHEN_USED_UP);
      case Problem.AlreadyUploaded _ -> rejected(422, message);
      case Problem.WrongState _ -> rejected(422, message);
      case Problem.OverQuota over -> retried(rejected(429, message), over.retryAfter());
      case Problem.NotFound _ -> TusError.UPLOAD_NOT_FOUND.refusal(message);
      case Problem.UploadExpired _ -> TusError.UPLOAD_EXPIRED.refusal(message);
      case Problem.OffsetMismatch mismatch ->
          TusError.MISMATCHED_OFFSET
              .refusal(message)
              .with("Upload-Offset", Long.toString(mismatch.expected()));
      case Problem.Locked locked ->
          retried(TusError.UPLOAD_LOCKED.refusal(message), locked.retryAfter());
      case Problem.Displaced _ -> TusError.UPLOAD_INTERRUPTED.refusal(message).closing();
      case Problem.TooLarge _ -> TusError.UPLOAD_SIZE_EXCEEDED.refusal(message);
      case Problem.BodyTooLarge _ -> TusError.MAX_SIZE_EXCEEDED.refusal(message);
      case Problem.NoSpace _ -> TusError.NO_SPACE.refusal(message);
      case Problem.ClientStalled _ -> TusError.READ_TIMEOUT.refusal(message).closing();
      case Problem.ShuttingDown _ -> TusError.SERVER_SHUTDOWN.refusal(message).closing();
      case Problem.Busy(Duration after) -> retried(TusError.BUSY.refusal(message), after);
      case Problem.NotConfigured _ -> TusError.INTERNAL.refusal(message).withStatus(501);
      case Problem.Internal _ -> TusError.INTERNAL.refusal(message);
    };
  }

  private static TusRefusal rejected(int status, String message) {
    return TusError.UPLOAD_REJECTED.refusal(message).withStatus(status);
  }

  private static TusRefusal retried(TusRefusal refusal, Duration after) {
    return refusal.with("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
  }
}
