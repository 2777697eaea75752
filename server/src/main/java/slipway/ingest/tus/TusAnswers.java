package slipway.ingest.tus;

import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.problem.BusyException;
import slipway.core.problem.Fault;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.BodyException;
import slipway.http.Content;
import slipway.http.Handler;
import slipway.http.Hangup;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.BrokenBody;

/** What all answers of a door have in common, and how failures become answers. */
final class TusAnswers {
  private static final Logger log = LoggerFactory.getLogger(TusAnswers.class);

  /** TUS-15, TUS-286. */
  private static final Headers ALWAYS =
      Headers.of(
          "Tus-Resumable",
          TusHeaders.VERSION,
          "Cache-Control",
          "no-store",
          "Referrer-Policy",
          "no-referrer");

  private static final String RETRY_AFTER = "5";

  private final TusDoor door;

  TusAnswers(TusDoor door) {
    this.door = door;
  }

  /** The handler with everything it throws rendered. */
  Handler around(Handler handler) {
    return request -> {
      try {
        return complete(request, handler.handle(request));
      } catch (Hangup hangup) {
        throw hangup;
      } catch (Exception failure) {
        return complete(request, failed(request, failure));
      }
    };
  }

  /** The answer to a method or path that is not offered. */
  Response notOffered(Request request, List<String> allowed) {
    return complete(request, door.notOffered(request, allowed));
  }

  /** The answer to a failure before any handler, such as too many requests, complete. */
  Response failedEarly(Request request, Exception failure) {
    return complete(request, failed(request, failure));
  }

  /** The answer to a failure, without the common fields. */
  Response failed(Request request, Exception failure) {
    Optional<Response> own =
        failure instanceof ProblemException known
            ? door.inOwnWords(known.problem()).filter(words -> !startsAnew(request, words.status()))
            : Optional.empty();
    return own.orElseGet(() -> door.refuse(refusal(request, failure)));
  }

  /**
   * What a failure means in tus, whatever the words; the house's own faults go to the log. Whatever
   * passes is 423 where somebody asks for the offset (TUS-33).
   */
  TusRefusal refusal(Request request, Exception failure) {
    TusRefusal refusal = meaning(request, failure);
    if (!startsAnew(request, refusal.status())) {
      return refusal;
    }
    return TusError.UPLOAD_LOCKED
        .refusal(refusal.message())
        .with("Retry-After", refusal.headers().first("Retry-After").orElse(RETRY_AFTER));
  }

  /** Clients answer such a status of a HEAD by sending the whole file again to a new upload. */
  private static boolean startsAnew(Request request, int status) {
    return request.method().equals("HEAD") && (status >= 500 || status == 429);
  }

  private TusRefusal meaning(Request request, Exception failure) {
    return switch (failure) {
      case TusException refused -> refused.refusal();
      case ProblemException known -> problem(request, known.problem(), known);
      case BusyException busy -> problem(request, busy.problem(), busy);
      case BodyException broken ->
          problem(
              request,
              BrokenBody.problem(broken).orElseThrow(() -> new Hangup("the client is gone")),
              broken);
      case InterruptedIOException stopped -> problem(request, new Problem.ShuttingDown(), stopped);
      default -> problem(request, new Problem.Internal(request.id()), failure);
    };
  }

  private TusRefusal problem(Request request, Problem problem, Exception cause) {
    if (problem.fault() == Fault.HOUSE) {
      log.error("{} failed", request.route(), cause);
    }
    TusRefusal refusal = TusProblems.of(problem);
    return refusal.error() == TusError.UPLOAD_EXPIRED && door.expiredIsGone()
        ? refusal.withStatus(410)
        : refusal;
  }

  private static Response complete(Request request, Response response) {
    Response full = response.withHeaders(response.headers().orElse(ALWAYS));
    return request.method().equals("HEAD")
        ? full.withContent(Content.empty()).withHeaders(full.headers().without("Content-Type"))
        : full;
  }
}
