package slipway.ingest.tus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.core.video.Video;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;

/**
 * Livepeer's door. What is wrong with a ticket is said by the dialect, in JSON and before any look
 * at tus; all else in the texts of {@code @tus/server} 1.0, which Livepeer runs (LP-59, LP-63).
 */
final class LivepeerDoor extends TusDoor {
  private static final String PLAYBACK_ID = "livepeer-playback-id";

  private final TakeBytes take;
  private final Area.FailureRenderer problems;
  private final Handler ticketMissing;

  LivepeerDoor(TakeBytes take, Area.FailureRenderer problems, Handler ticketMissing) {
    this.take = take;
    this.problems = problems;
    this.ticketMissing = ticketMissing;
  }

  @Override
  String path() {
    return "/api/asset/upload/tus";
  }

  /** As all paths of the dialect (LP-01). */
  @Override
  boolean ignoresCase() {
    return true;
  }

  @Override
  boolean asksFirst() {
    return true;
  }

  @Override
  boolean speaksIetf() {
    return false;
  }

  /** Not in the original, and a ticket is for one upload here (LP-62, LP-70). */
  @Override
  boolean joinsParts() {
    return false;
  }

  @Override
  Admission admit(Request request, TusMetadata metadata) throws Exception {
    Optional<String> ticket = request.query().first("token").filter(text -> !text.isEmpty());
    if (ticket.isEmpty()) {
      return new Admission.TurnedAway(ticketMissing.handle(request));
    }
    try {
      return new Admission.Admitted(new Creator.Ticket(take.find().byTicket(ticket.get())));
    } catch (ProblemException problem) {
      return new Admission.TurnedAway(problems.render(request, problem));
    }
  }

  @Override
  Response refuse(TusRefusal refusal) {
    int status = refusal.status();
    return switch (refusal.error()) {
      case UNSUPPORTED_VERSION -> said(412, "Tus-Resumable Required", refusal);
      case INVALID_UPLOAD_LENGTH, AMBIGUOUS_UPLOAD_LENGTH, INVALID_UPLOAD_LENGTH_DEFER ->
          said(400, "Upload-Length or Upload-Defer-Length header required", refusal);
      case INVALID_CONTENT_TYPE -> said(400, "Invalid content-type", refusal);
      case MISMATCHED_OFFSET -> said(409, "Upload-Offset conflict", refusal);
      case UPLOAD_NOT_FOUND, UPLOAD_EXPIRED, UPLOAD_STOPPED ->
          said(404, "The file for this url was not found", refusal);
      case METHOD_NOT_ALLOWED,
          MAX_SIZE_EXCEEDED,
          UPLOAD_SIZE_EXCEEDED,
          INVALID_METADATA,
          METADATA_TOO_LARGE,
          INVALID_OFFSET,
          INVALID_CHECKSUM,
          INVALID_CONCAT,
          MODIFY_FINAL,
          REQUEST_RUNNING,
          REQUEST_DIFFERS,
          CHECKSUM_MISMATCH,
          UPLOAD_LOCKED,
          UPLOAD_INTERRUPTED,
          UPLOAD_REJECTED,
          UPLOAD_COMPLETE,
          UPLOAD_NOT_FINISHED,
          BUSY,
          READ_TIMEOUT,
          SERVER_SHUTDOWN,
          NO_SPACE,
          INTERNAL ->
          said(status, refusal.message(), refusal);
    };
  }

  private static Response said(int status, String message, TusRefusal refusal) {
    return TusText.answer(status, message + "\n", refusal.headers());
  }

  /** There is no 405 in this dialect (LP-04). */
  @Override
  Response notOffered(Request request, List<String> allowed) {
    return problems.render(request, new ProblemException(new Problem.NotFound("not found")));
  }

  /** As for every other path of the dialect (LP-28, LP-67). */
  @Override
  int optionsStatus() {
    return 204;
  }

  @Override
  Headers onCreation(Video video) {
    return Headers.of(PLAYBACK_ID, video.playbackId());
  }

  /** LP-28, LP-29, LP-66: any origin, what it asks for is echoed. */
  @Override
  CorsPolicy cors() {
    return new CorsPolicy(
        (request, origin) -> true,
        List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"),
        List.of(),
        TusCors.livepeerExposed(PLAYBACK_ID),
        /* credentials= */ true,
        Duration.ZERO,
        optionsStatus(),
        /* privateNetwork= */ false);
  }
}
