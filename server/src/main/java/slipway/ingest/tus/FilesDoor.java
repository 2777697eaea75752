package slipway.ingest.tus;

import java.time.Duration;
import java.util.List;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.TakeBytes;
import slipway.http.CorsPolicy;
import slipway.http.Request;
import slipway.http.Response;

/** Our own door. */
final class FilesDoor extends TusDoor {
  private final TakeBytes take;

  FilesDoor(TakeBytes take) {
    this.take = take;
  }

  @Override
  String path() {
    return "/files";
  }

  @Override
  boolean ignoresCase() {
    return false;
  }

  @Override
  boolean asksFirst() {
    return false;
  }

  @Override
  Admission admit(Request request) {
    String ticket =
        request
            .query()
            .first("ticket")
            .orElseThrow(() -> new ProblemException(new Problem.BadTicket("a ticket is needed")));
    return new Admission.Admitted(take.byTicket(ticket));
  }

  /** {@code CODE: message} (TUS-53). */
  @Override
  Response refuse(TusRefusal refusal) {
    String text = refusal.error().code() + ": " + refusal.message() + "\n";
    return TusText.answer(refusal.status(), text, refusal.headers());
  }

  @Override
  Response notOffered(Request request, List<String> allowed) {
    return allowed.isEmpty()
        ? refuse(TusError.UPLOAD_NOT_FOUND.refusal())
        : refuse(TusError.METHOD_NOT_ALLOWED.refusal().with("Allow", String.join(", ", allowed)));
  }

  @Override
  int optionsStatus() {
    return 200;
  }

  @Override
  CorsPolicy cors() {
    return new CorsPolicy(
        (request, origin) -> true,
        TusCors.METHODS,
        TusCors.REQUEST_HEADERS,
        TusCors.EXPOSED_HEADERS,
        /* credentials= */ false,
        Duration.ofDays(1),
        optionsStatus(),
        /* privateNetwork= */ false);
  }
}
