package slipway.ingest.tus;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.http.CorsPolicy;
import slipway.http.Request;
import slipway.http.Response;

/** Our own door. */
final class FilesDoor extends TusDoor {
  private static final String BEARER = "bearer ";

  private final TakeBytes take;
  private final Authenticate authenticate;
  private final TusBrowsers browsers;

  FilesDoor(TakeBytes take, Authenticate authenticate, TusBrowsers browsers) {
    this.browsers = browsers;
    this.take = take;
    this.authenticate = authenticate;
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
  boolean speaksIetf() {
    return true;
  }

  @Override
  boolean joinsParts() {
    return true;
  }

  /** A ticket goes before a key, as it says more. */
  @Override
  Admission admit(Request request) {
    Optional<String> ticket = request.query().first("ticket");
    return new Admission.Admitted(
        ticket.isPresent()
            ? new Creator.Ticket(take.byTicket(ticket.get()))
            : new Creator.Key(caller(request)));
  }

  private Caller caller(Request request) {
    String field = request.headers().first("Authorization").orElse("").strip();
    if (!field.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw new ProblemException(new Problem.NotAuthenticated());
    }
    Caller caller = authenticate.byKey(field.substring(BEARER.length()).strip());
    String origin = request.headers().first("Origin").orElse("");
    boolean foreign = !origin.isEmpty() && !request.origin().url("").equals(origin);
    if (foreign && !caller.key().access().allowsOrigin(origin)) {
      // A key that pages of that origin were not given for (LP-26); a ticket is what they need.
      throw new ProblemException(new Problem.NotAllowed("the key may not be used by that origin"));
    }
    return caller;
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
    return browsers.policy(optionsStatus());
  }
}
