package slipway.ingest.tus;

import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
            ? door.inOwnWords(known.problem())
            : Optional.empty();
    return own.orElseGet(() -> door.refuse(refusal(request, failure)));
  }

  /** What a failure means in tus, whatever the words; the house's own faults go to the log. */
  TusRefusal refusal(Request request, Exception failure) {
    return switch (failure) {
      case TusException refused -> refused.refusal();
      case ProblemException known -> problem(request, known.problem(), known);
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
    return TusProblems.of(problem);
  }

  private static Response complete(Request request, Response response) {
    Response full = response.withHeaders(response.headers().orElse(ALWAYS));
    return request.method().equals("HEAD")
        ? full.withContent(Content.empty()).withHeaders(full.headers().without("Content-Type"))
        : full;
  }
}
