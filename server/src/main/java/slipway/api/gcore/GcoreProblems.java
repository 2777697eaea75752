package slipway.api.gcore;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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

/**
 * Every problem in Gcore's shapes (section 1.1 of the contract): {@code {"status","error"}}, and
 * for what is wrong with a field {@code {"errors":{"<field>":["…"]}}}. SDKs tell them apart by the
 * status alone (GC-27).
 */
final class GcoreProblems {
  private static final Logger log = LoggerFactory.getLogger(GcoreProblems.class);

  /** GC-22. */
  private static final String NOT_FOUND =
      "Not Found. Entity you are looking for was not found, please check the initial parameters";

  /** GC-24. */
  private static final String DISABLED = "Feature is disabled. Contact support to enable.";

  private static final String BLANK = "can't be blank";

  private GcoreProblems() {}

  record Refusal(int status, String error) {}

  record Feature(String error) {}

  record Fields(Map<String, List<String>> errors) {}

  /** A field that has to be there is not, or holds nothing (GC-20). */
  static ProblemException blank(String field) {
    return new ProblemException(new Problem.BadField(field, BLANK));
  }

  /** The answer to a path that is not offered, and to things that are not there (GC-22). */
  static Response notFound() {
    return refused(404, NOT_FOUND);
  }

  /** The answer to a method that is not offered on a path. */
  static Response notOffered(List<String> allowed) {
    return refused(405, "Method Not Allowed").with("Allow", String.join(", ", allowed));
  }

  /**
   * The answer to whatever a handler threw; never throws, but for {@link Hangup} when nobody is
   * left to hear an answer.
   */
  static Response render(Request request, Exception failure) {
    return switch (failure) {
      case ProblemException known -> render(known.problem());
      case BusyException busy -> render(busy.problem());
      case JsonException broken -> refused(400, "Bad Request. " + broken.problem());
      case BodyException body -> ofBody(body);
      default -> {
        log.error("{} failed, reference {}", request, request.id(), failure);
        yield render(new Problem.Internal(request.id()));
      }
    };
  }

  private static Response render(Problem problem) {
    String message = problem.message();
    return switch (problem) {
      case Problem.NotAuthenticated _ -> refused(401, "Unauthorized. An API key is needed");
      case Problem.UnknownKey _ -> refused(401, "Unauthorized. The API key is unknown");
      case Problem.NotAllowed _ -> refused(403, message);
      case Problem.NotFound _ -> notFound();
      case Problem.BadRequest _ -> refused(400, "Bad Request. " + message);
      case Problem.BadField(String field, _) ->
          GcoreAnswers.json(422, new Fields(Map.of(field, List.of(message))));
      case Problem.BodyTooLarge _ -> refused(413, message);
      case Problem.WrongState _ -> refused(409, message);
      case Problem.BadTicket _ -> refused(403, message);
      case Problem.AlreadyUploaded _ -> refused(409, message);
      case Problem.UploadExpired _ -> notFound();
      case Problem.OffsetMismatch _ -> refused(409, message);
      case Problem.Locked(Duration after) -> retry(refused(409, message), after);
      case Problem.Displaced _ -> refused(409, message);
      case Problem.TooLarge _ -> refused(413, message);
      case Problem.UnsupportedMedia _ -> refused(422, message);
      case Problem.TooLong _ -> refused(422, message);
      case Problem.QuotaReached _ -> refused(422, message);
      case Problem.MinutesReached _ -> refused(422, message);
      case Problem.OverQuota(_, Duration after) ->
          retry(refused(429, "Too Many Requests. " + message), after); // GC-15
      case Problem.NoSpace _ -> refused(507, message);
      case Problem.ClientStalled _ -> refused(408, message).closing();
      case Problem.ShuttingDown _ -> retry(refused(503, message), Duration.ofSeconds(5)).closing();
      case Problem.Busy(Duration after) -> retry(refused(503, message), after);
      case Problem.NotConfigured _ -> GcoreAnswers.json(422, new Feature(DISABLED));
      case Problem.Internal _ -> refused(500, "Internal Server Error. " + message); // GC-26
    };
  }

  private static Response ofBody(BodyException failure) {
    return switch (failure) {
      // Asked for again it would be as large: a client must not repeat it (GC-76).
      case BodyException.TooLarge large ->
          refused(400, "Bad Request. The body is larger than " + large.limit() + " bytes")
              .closing();
      case BodyException.Malformed broken ->
          refused(400, "Bad Request. " + broken.getMessage()).closing();
      case BodyException.IdleTimeout idle ->
          render(new Problem.ClientStalled(String.valueOf(idle.getMessage())));
      case BodyException.ServerStopping _ -> render(new Problem.ShuttingDown());
      case BodyException.NoRoom full -> render(new Problem.Busy(full.retryAfter()));
      case BodyException.Stopped _ -> render(new Problem.Displaced());
      case BodyException.ClientGone _ -> throw new Hangup("the client went away");
    };
  }

  private static Response refused(int status, String error) {
    return GcoreAnswers.json(status, new Refusal(status, error));
  }

  private static Response retry(Response response, Duration after) {
    return response.with("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
  }
}
