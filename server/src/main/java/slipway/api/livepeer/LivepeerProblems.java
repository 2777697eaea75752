package slipway.api.livepeer;

import java.time.Duration;
import java.util.List;
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
 * Every problem in Livepeer's shape: {@code {"errors":["…"]}} with the status its clients expect
 * (LP-03, LP-11). Also for the upload addresses of this dialect, whose bytes other rooms take.
 */
public final class LivepeerProblems {
  private static final Logger log = LoggerFactory.getLogger(LivepeerProblems.class);

  private LivepeerProblems() {}

  /** The answer to a path or method that is not offered (LP-04, LP-56). */
  public static Response notFound() {
    return errors(404, "not found");
  }

  /**
   * The answer to whatever a handler threw; never throws, but for {@link Hangup} when nobody is
   * left to hear an answer.
   */
  public static Response render(Exception failure, Request request) {
    return switch (failure) {
      case ProblemException known -> render(known.problem(), request);
      case BusyException busy -> render(busy.problem(), request);
      case LivepeerException known -> LivepeerAnswers.errors(known.status(), known.errors());
      case JsonException broken -> errors(400, broken.problem().toString());
      case BodyException body -> ofBody(body, request);
      default -> {
        log.error("{} failed, reference {}", request, request.id(), failure);
        yield render(new Problem.Internal(request.id()), request);
      }
    };
  }

  /** The answer to a problem. */
  public static Response render(Problem problem, Request request) {
    return switch (problem) {
      case Problem.NotAuthenticated _ -> errors(401, problem.message());
      case Problem.UnknownKey _ -> errors(401, problem.message());
      case Problem.NotAllowed _ -> errors(403, problem.message());
      case Problem.NotFound _ ->
          isStartedTus(request) ? lostUpload() : errors(404, problem.message());
      case Problem.BadRequest _ -> errors(400, problem.message());
      case Problem.BadField _ ->
          isTus(request) ? plain(400, problem.message()) : errors(422, problem.message());
      case Problem.BodyTooLarge _ -> errors(413, problem.message());
      case Problem.WrongState _ -> errors(400, problem.message());
      case Problem.BadTicket bad -> badTicket(bad, request);
      case Problem.AlreadyUploaded _ -> errors(422, problem.message());
      case Problem.UploadExpired _ ->
          isTus(request) ? lostUpload() : errors(404, problem.message());
      case Problem.OffsetMismatch _ -> plain(409, "Upload-Offset conflict");
      case Problem.Locked(Duration after) -> retry(plain(423, problem.message()), after);
      case Problem.Displaced _ -> plain(409, problem.message());
      case Problem.TooLarge _ -> errors(413, problem.message());
      case Problem.UnsupportedMedia _ -> errors(422, problem.message());
      case Problem.TooLong _ -> errors(422, problem.message());
      case Problem.QuotaReached _ -> retry(errors(429, problem.message()), Duration.ofMinutes(1));
      case Problem.MinutesReached _ -> retry(errors(429, problem.message()), Duration.ofMinutes(1));
      case Problem.OverQuota(_, Duration after) -> retry(errors(429, problem.message()), after);
      case Problem.NoSpace _ -> errors(507, problem.message());
      case Problem.ClientStalled _ -> errors(408, problem.message()).closing();
      case Problem.ShuttingDown _ ->
          retry(errors(503, problem.message()), Duration.ofSeconds(5)).closing();
      case Problem.Busy(Duration after) -> retry(errors(503, problem.message()), after);
      case Problem.NotConfigured _ -> errors(501, problem.message());
      case Problem.Internal(String reference) ->
          errors(500, "Internal server error: reference " + reference); // LP-10
    };
  }

  static Response errors(int status, String error) {
    return LivepeerAnswers.errors(status, List.of(error));
  }

  private static Response ofBody(BodyException failure, Request request) {
    return switch (failure) {
      case BodyException.TooLarge large ->
          render(new Problem.BodyTooLarge(large.limit()), request).closing(); // LP-07
      case BodyException.Malformed broken -> errors(400, message(broken)).closing();
      case BodyException.IdleTimeout idle ->
          render(new Problem.ClientStalled(message(idle)), request);
      case BodyException.ServerStopping _ -> render(new Problem.ShuttingDown(), request);
      case BodyException.NoRoom full -> render(new Problem.Busy(full.retryAfter()), request);
      case BodyException.Stopped _ -> render(new Problem.Displaced(), request);
      case BodyException.ClientGone _ -> throw new Hangup("the client went away");
    };
  }

  private static String message(BodyException failure) {
    String message = failure.getMessage();
    return message == null ? "the body cannot be read" : message;
  }

  /**
   * Without any ticket tus is told 401 (LP-59) and PUT 403; the words after the colon are those of
   * the library that reads Livepeer's tokens (LP-51), so log readers find what they know.
   */
  private static Response badTicket(Problem.BadTicket bad, Request request) {
    boolean missing = bad.message().equals("jwt must be provided");
    if (missing && isTus(request)) {
      return errors(401, "Missing uploadToken metadata from /request-upload API");
    }
    String kind = bad.message().equals("jwt expired") ? "TokenExpiredError" : "JsonWebTokenError";
    return errors(403, "Invalid signed upload URL: " + kind + ": " + bad.message());
  }

  private static boolean isTus(Request request) {
    List<String> path = request.path().segments();
    return path.size() >= 4 && path.get(3).equalsIgnoreCase("tus");
  }

  private static boolean isStartedTus(Request request) {
    return isTus(request) && request.path().segments().size() > 4;
  }

  /** tus answers are plain text ending in a newline (LP-63). */
  private static Response plain(int status, String text) {
    return Response.text(status, text + "\n");
  }

  private static Response lostUpload() {
    return plain(404, "The file for this url was not found");
  }

  private static Response retry(Response response, Duration after) {
    return response.with("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
  }
}
