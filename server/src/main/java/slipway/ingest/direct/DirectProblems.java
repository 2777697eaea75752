package slipway.ingest.direct;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.problem.BusyException;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.BrokenBody;
import slipway.json.Json;

/** Problems at our own address for whole files: {@code {"error":{"code","message"}}}. */
final class DirectProblems {
  private static final Logger log = LoggerFactory.getLogger(DirectProblems.class);

  static final String JSON = "application/json; charset=utf-8";

  private DirectProblems() {}

  record Body(Refusal error) {}

  record Refusal(String code, String message) {}

  static Response render(Request request, Exception failure) {
    return switch (failure) {
      case ProblemException known -> answer(known.problem());
      case BusyException busy -> answer(busy.problem());
      case BodyException broken ->
          answer(BrokenBody.problem(broken).orElseThrow(() -> new Hangup("the client is gone")));
      default -> {
        log.error("{} failed, reference {}", request.route(), request.id(), failure);
        yield answer(new Problem.Internal(request.id()));
      }
    };
  }

  private static Response answer(Problem problem) {
    return switch (problem) {
      case Problem.NotAuthenticated _ -> said(401, "not-authenticated", problem);
      case Problem.UnknownKey _ -> said(401, "unknown-key", problem);
      case Problem.NotAllowed _ -> said(403, "not-allowed", problem);
      case Problem.BadTicket _ -> said(403, "bad-ticket", problem);
      case Problem.NotFound _ -> said(404, "not-found", problem);
      case Problem.UploadExpired _ -> said(404, "expired", problem);
      case Problem.BadRequest _ -> said(400, "bad-request", problem);
      case Problem.BadField _ -> said(400, "bad-field", problem);
      case Problem.UnsupportedMedia _ -> said(400, "not-media", problem);
      case Problem.TooLong _ -> said(400, "too-long", problem);
      case Problem.BodyTooLarge _ -> said(413, "form-too-large", problem);
      case Problem.TooLarge _ -> said(413, "too-large", problem);
      case Problem.WrongState _ -> said(422, "wrong-state", problem);
      case Problem.AlreadyUploaded _ -> said(422, "already-uploaded", problem);
      case Problem.OffsetMismatch _ -> said(409, "offset-mismatch", problem);
      case Problem.Locked(Duration after) -> later(423, "locked", problem, after);
      case Problem.Displaced _ -> said(423, "displaced", problem).closing();
      case Problem.QuotaReached _ -> later(429, "quota-reached", problem, Duration.ofMinutes(1));
      case Problem.MinutesReached _ -> later(429, "quota-reached", problem, Duration.ofMinutes(1));
      case Problem.OverQuota(_, Duration after) -> later(429, "over-quota", problem, after);
      case Problem.NoSpace _ -> said(507, "no-space", problem);
      case Problem.ClientStalled _ -> said(408, "stalled", problem).closing();
      case Problem.ShuttingDown _ -> said(503, "restarting", problem).closing();
      case Problem.Busy(Duration after) -> later(503, "busy", problem, after);
      case Problem.NotConfigured _ -> said(501, "not-configured", problem);
      case Problem.Internal _ -> said(500, "internal", problem);
    };
  }

  private static Response later(int status, String code, Problem problem, Duration after) {
    return said(status, code, problem)
        .with("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
  }

  private static Response said(int status, String code, Problem problem) {
    byte[] body = Json.write(new Body(new Refusal(code, problem.message())));
    return Response.bytes(status, JSON, body).with("Cache-Control", "no-store");
  }
}
