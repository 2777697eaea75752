package slipway.api.cloudflare;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
 * Every problem as a failed envelope with Cloudflare's status and code (section 1 of the contract).
 * Also for the upload addresses of this dialect, whose bytes other rooms take. Where Cloudflare's
 * code is not known it is 10005 with a specific message.
 */
public final class CloudflareProblems {
  private static final Logger log = LoggerFactory.getLogger(CloudflareProblems.class);

  private static final int AUTHENTICATION = 10000;
  private static final int NOT_FOUND = 10003;
  static final int BAD_REQUEST = 10005;
  static final int INVALID_URL = 10010;
  private static final int CAPACITY = 10011;
  private static final int NOT_A_VIDEO = 10059;

  private CloudflareProblems() {}

  /** The answer to a path that is not offered. */
  public static Response notFound() {
    return CloudflareAnswers.failure(404, NOT_FOUND, "Not Found", null);
  }

  /** The answer to a method that a path does not offer. */
  public static Response notAllowed(List<String> allowed) {
    String methods = String.join(", ", allowed);
    return CloudflareAnswers.failure(
            405, BAD_REQUEST, "Method Not Allowed", "the methods allowed here are " + methods)
        .with("Allow", methods);
  }

  /** A body that is no form with a file in it (CF-41). */
  private static Response notDecodable() {
    return bad("Decoding Error: A portion of the request could be not decoded");
  }

  /** Another method than POST on a one-time URL (CF-41). */
  public static Response onlyPost() {
    return bad("Basic uploads must be made using POST method");
  }

  /**
   * The answer to whatever a handler threw; never throws, but for {@link Hangup} when nobody is
   * left to hear an answer.
   */
  public static Response render(Request request, Exception failure) {
    return switch (failure) {
      case ProblemException known -> render(known.problem());
      case BusyException busy -> render(busy.problem());
      case CloudflareException known ->
          CloudflareAnswers.failure(
              known.status(), known.code(), known.error(), known.getMessage());
      case JsonException broken -> bad(broken.problem().toString());
      case BodyException body -> ofBody(body);
      default -> {
        log.error("{} failed, reference {}", request, request.id(), failure);
        yield render(new Problem.Internal(request.id()));
      }
    };
  }

  /**
   * As {@link #render(Request, Exception)}, where all that can be wrong with a body is its form.
   */
  public static Response renderForm(Request request, Exception failure) {
    return failure instanceof ProblemException known
            && (known.problem() instanceof Problem.BadRequest
                || known.problem() instanceof Problem.BadField)
        ? notDecodable()
        : render(request, failure);
  }

  /** A refusal that a protocol of its own asks for. */
  public static Response refusal(int status, String message) {
    return switch (status) {
      case 404 -> CloudflareAnswers.failure(404, NOT_FOUND, "Not Found", message);
      case 400 -> bad(message);
      default -> other(status, "Request Refused", message);
    };
  }

  /** The answer to a problem. */
  public static Response render(Problem problem) {
    String message = problem.message();
    return switch (problem) {
      case Problem.NotAuthenticated _ -> unauthenticated(401, message);
      case Problem.UnknownKey _ -> unauthenticated(401, message);
      case Problem.NotAllowed _ -> unauthenticated(403, message);
      case Problem.NotFound _ -> CloudflareAnswers.failure(404, NOT_FOUND, "Not Found", message);
      case Problem.BadRequest _ -> bad(message);
      case Problem.BadField _ -> bad(message);
      case Problem.WrongState _ -> bad(message);
      case Problem.BadTicket _ -> badTicket(message);
      case Problem.AlreadyUploaded _ -> bad("the upload URL has been used or has expired"); // CF-38
      case Problem.UploadExpired _ -> bad("the upload URL has expired"); // CF-39
      case Problem.OffsetMismatch _ -> other(409, "Conflict", message);
      case Problem.Locked(Duration after) -> retry(other(423, "Locked", message), after);
      case Problem.Displaced _ -> other(423, "Locked", message).closing();
      case Problem.BodyTooLarge _ -> other(413, "Payload Too Large", message);
      case Problem.TooLarge _ -> other(413, "Payload Too Large", message);
      case Problem.TooLong _ -> bad(message);
      case Problem.UnsupportedMedia _ -> // CF-19
          CloudflareAnswers.failure(400, NOT_A_VIDEO, "Bad Request", message);
      case Problem.QuotaReached _ -> overCapacity("Storage capacity exceeded: " + message);
      case Problem.MinutesReached full -> overCapacity(capacity(full));
      case Problem.OverQuota(_, Duration after) ->
          retry(other(429, "Too Many Requests", message), after);
      case Problem.NoSpace _ -> other(507, "Insufficient Storage", message);
      case Problem.ClientStalled _ -> other(408, "Request Timeout", message).closing();
      case Problem.ShuttingDown _ ->
          retry(other(503, "Service Unavailable", message), Duration.ofSeconds(5)).closing();
      case Problem.Busy(Duration after) -> retry(other(503, "Service Unavailable", message), after);
      // Not a 5xx: SDKs would ask again for what will not be there (CF-143).
      case Problem.NotConfigured _ -> bad(message);
      case Problem.Internal _ -> other(500, "Internal Server Error", message);
    };
  }

  private static Response unauthenticated(int status, String message) {
    return CloudflareAnswers.failure(status, AUTHENTICATION, "Authentication error", message);
  }

  private static Response bad(String message) {
    return other(400, "Bad Request", message);
  }

  private static Response other(int status, String error, String message) {
    return CloudflareAnswers.failure(status, BAD_REQUEST, error, message);
  }

  /** Nothing there is a 404, too late is a 400 (CF-39); the words come from core's tickets. */
  private static Response badTicket(String message) {
    return message.equals("jwt expired") ? bad("the upload URL has expired") : notFound();
  }

  /** In the words that others look for (section 1 of the contract). */
  private static String capacity(Problem.MinutesReached full) {
    return String.format(
        Locale.ROOT,
        "Storage capacity exceeded: You have uploaded %.2f minutes and are allocated %d minutes.",
        full.used().toMillis() / 60_000.0,
        full.allowed().toMinutes());
  }

  private static Response overCapacity(String message) {
    return CloudflareAnswers.failure(413, CAPACITY, message, message);
  }

  private static Response retry(Response response, Duration after) {
    return response.with("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
  }

  private static Response ofBody(BodyException failure) {
    return switch (failure) {
      case BodyException.TooLarge large ->
          render(new Problem.BodyTooLarge(large.limit())).closing();
      case BodyException.Malformed broken -> bad(message(broken)).closing();
      case BodyException.IdleTimeout idle -> render(new Problem.ClientStalled(message(idle)));
      case BodyException.ServerStopping _ -> render(new Problem.ShuttingDown());
      case BodyException.NoRoom full -> render(new Problem.Busy(full.retryAfter()));
      case BodyException.Stopped _ -> render(new Problem.Displaced());
      case BodyException.ClientGone _ -> throw new Hangup("the client went away");
    };
  }

  private static String message(BodyException failure) {
    String message = failure.getMessage();
    return message == null ? "the body cannot be read" : message;
  }
}
