package slipway.dashboard;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.problem.BusyException;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonException;

/** Problems in the shape of our own API: {@code {"error":{"code","message"}}}. */
final class AdminProblems {
  private static final Logger log = LoggerFactory.getLogger(AdminProblems.class);

  private AdminProblems() {}

  record Body(Refusal error) {}

  record Refusal(String code, String message) {}

  static Response render(Request request, Exception failure) {
    return switch (failure) {
      case ProblemException known -> render(known.problem());
      case BusyException busy -> render(busy.problem());
      case JsonException broken ->
          answer(400, "bad-json", "The body cannot be read: " + broken.problem());
      case BodyException broken -> render(broken);
      default -> {
        log.error("{} failed", request, failure);
        yield render(new Problem.Internal(request.id()));
      }
    };
  }

  private static Response render(BodyException broken) {
    return switch (broken) {
      case BodyException.TooLarge _ -> answer(413, "too-large", "The body is too large.");
      case BodyException.Malformed _ -> answer(400, "bad-request", "The body cannot be read.");
      case BodyException.IdleTimeout _ -> answer(408, "stalled", "The body did not come in time.");
      case BodyException.ServerStopping _ -> render(new Problem.ShuttingDown());
      case BodyException.NoRoom full -> render(new Problem.Busy(full.retryAfter()));
      case BodyException.Stopped _ -> render(new Problem.Displaced());
      case BodyException.ClientGone _ -> throw new Hangup("client gone");
    };
  }

  static Response notFound() {
    return answer(404, "not-found", "There is nothing at this address.");
  }

  private static Response render(Problem problem) {
    return switch (problem) {
      case Problem.NotAuthenticated _ -> answer(401, "not-signed-in", "The admin key is needed.");
      case Problem.UnknownKey _ -> answer(401, "wrong-key", "This is not the admin key.");
      case Problem.NotAllowed p -> answer(403, "not-allowed", p.message());
      case Problem.NotFound p -> answer(404, "not-found", p.message());
      case Problem.BadRequest p -> answer(400, "bad-request", p.message());
      case Problem.BadField p -> answer(400, "bad-field", p.field() + ": " + p.message());
      case Problem.BodyTooLarge p -> answer(413, "too-large", p.message());
      case Problem.WrongState p -> answer(409, "wrong-state", p.message());
      case Problem.BadTicket p -> answer(403, "bad-ticket", p.message());
      case Problem.AlreadyUploaded p -> answer(409, "already-uploaded", p.message());
      case Problem.UploadExpired p -> answer(404, "expired", p.message());
      case Problem.OffsetMismatch p -> answer(409, "offset-mismatch", p.message());
      case Problem.Locked p -> answer(423, "locked", p.message());
      case Problem.Displaced p -> answer(423, "displaced", p.message());
      case Problem.TooLarge p -> answer(413, "too-large", p.message());
      case Problem.UnsupportedMedia p -> answer(415, "not-media", p.message());
      case Problem.TooLong p -> answer(415, "too-long", p.message());
      case Problem.QuotaReached p -> answer(429, "quota-reached", p.message());
      case Problem.MinutesReached p -> answer(429, "quota-reached", p.message());
      case Problem.OverQuota p ->
          answer(429, "over-quota", p.message())
              .with("Retry-After", Long.toString(p.retryAfter().toSeconds()));
      case Problem.NoSpace p -> answer(507, "no-space", p.message());
      case Problem.ClientStalled p -> answer(408, "stalled", p.message());
      case Problem.ShuttingDown p -> answer(503, "restarting", p.message());
      case Problem.Busy p ->
          answer(503, "busy", p.message())
              .with("Retry-After", Long.toString(p.retryAfter().toSeconds()));
      case Problem.NotConfigured p -> answer(501, "not-configured", p.message());
      case Problem.Internal p -> answer(500, "internal", p.message());
    };
  }

  private static Response answer(int status, String code, String message) {
    return AdminKey.json(status, new Body(new Refusal(code, message)));
  }
}
