package slipway.ingest.tus;

import java.nio.charset.StandardCharsets;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.UploadSettings;
import slipway.http.Content;
import slipway.http.Handler;
import slipway.http.Hangup;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;

/** What all answers of the IETF dialect have in common, and how failures become answers. */
final class IetfAnswers {
  private static final String PROBLEMS = "https://iana.org/assignments/http-problem-types#";

  private static final Headers ALWAYS =
      Headers.of("Cache-Control", "no-store", "Referrer-Policy", "no-referrer");

  private final TusAnswers tus;
  private final UploadSettings settings;

  IetfAnswers(TusAnswers tus, UploadSettings settings) {
    this.tus = tus;
    this.settings = settings;
  }

  /** Handles a request of this dialect. */
  @FunctionalInterface
  interface IetfHandler {
    Response handle(Request request, Speech.Ietf speech) throws Exception;
  }

  /** The handler with everything it throws rendered. */
  Handler around(IetfHandler handler, Speech.Ietf speech) {
    return request -> {
      try {
        return complete(request, speech, handler.handle(request, speech));
      } catch (Hangup hangup) {
        throw hangup;
      } catch (LeftOff kept) {
        Response answer = failed(request, speech, kept.reason());
        return complete(request, speech, answer.with("Location", kept.location()));
      } catch (Exception failure) {
        return complete(request, speech, failed(request, speech, failure));
      }
    };
  }

  private Response failed(Request request, Speech.Ietf speech, Exception failure) {
    return failed(request, speech, tus.refusal(request, failure), limit(failure));
  }

  /** The one that was met, which may be that of a ticket (TUS-220). */
  private long limit(Exception failure) {
    return failure instanceof ProblemException known
            && known.problem() instanceof Problem.TooLarge(long limit)
        ? limit
        : settings.maxBytes();
  }

  private Response failed(Request request, Speech.Ietf speech, TusRefusal refusal, long limit) {
    return switch (refusal.error()) {
      case MISMATCHED_OFFSET -> {
        String expected = refusal.headers().first("Upload-Offset").orElse("0");
        String provided = request.headers().first("Upload-Offset").orElse("0").strip();
        yield problem(
            refusal,
            speech,
            409,
            "mismatching-upload-offset",
            "\"expected-offset\":" + expected + ",\"provided-offset\":" + Long.parseLong(provided));
      }
      case INVALID_UPLOAD_LENGTH -> problem(refusal, speech, 400, "inconsistent-upload-length", "");
      case UPLOAD_COMPLETE ->
          speech.isTyped()
              ? IetfHeaders.complete(
                  problem(refusal, speech, 400, "completed-upload", ""), speech, true)
              : text(refusal, 400);
      case CHECKSUM_MISMATCH -> text(refusal, 400);
      case MAX_SIZE_EXCEEDED, UPLOAD_SIZE_EXCEEDED ->
          text(refusal, 413).with("Upload-Limit", UploadLimit.most(limit));
      // URLSession resumes after a lost connection, not after a status (TUS-159).
      case UPLOAD_INTERRUPTED -> throw new Hangup("a newer request took over the upload");
      case UNSUPPORTED_VERSION,
          METHOD_NOT_ALLOWED,
          INVALID_CONTENT_TYPE,
          AMBIGUOUS_UPLOAD_LENGTH,
          INVALID_UPLOAD_LENGTH_DEFER,
          INVALID_METADATA,
          METADATA_TOO_LARGE,
          INVALID_OFFSET,
          INVALID_CHECKSUM,
          INVALID_CONCAT,
          MODIFY_FINAL,
          REQUEST_RUNNING,
          REQUEST_DIFFERS,
          UPLOAD_NOT_FOUND,
          UPLOAD_STOPPED,
          UPLOAD_EXPIRED,
          UPLOAD_LOCKED,
          UPLOAD_REJECTED,
          UPLOAD_NOT_FINISHED,
          BUSY,
          READ_TIMEOUT,
          SERVER_SHUTDOWN,
          NO_SPACE,
          INTERNAL ->
          text(refusal, refusal.status());
    };
  }

  private static Response text(TusRefusal refusal, int status) {
    return TusText.answer(status, refusal.message() + "\n", refusal.headers());
  }

  /** {@code members} are our own words and numbers, so nothing in them needs escaping. */
  private static Response problem(
      TusRefusal refusal, Speech.Ietf speech, int status, String type, String members) {
    String json =
        "{\"type\":\"%s%s\",\"title\":\"%s\"%s}"
            .formatted(
                PROBLEMS, type, type.replace('-', ' '), members.isEmpty() ? "" : "," + members);
    Response answer =
        Response.bytes(status, "application/problem+json", json.getBytes(StandardCharsets.UTF_8));
    return IetfHeaders.complete(
        answer.withHeaders(answer.headers().orElse(refusal.headers())), speech, false);
  }

  private static Response complete(Request request, Speech.Ietf speech, Response response) {
    Response full =
        IetfHeaders.echoed(response.withHeaders(response.headers().orElse(ALWAYS)), speech);
    return request.method().equals("HEAD")
        ? full.withContent(Content.empty()).withHeaders(full.headers().without("Content-Type"))
        : full;
  }
}
