package slipway.ingest.tus;

import java.util.List;
import java.util.Optional;
import slipway.core.upload.Creator;
import slipway.http.CorsPolicy;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.KeyOrTicket;

/** Our own door. */
final class FilesDoor extends TusDoor {
  private final KeyOrTicket who;
  private final TusBrowsers browsers;
  private final boolean expiredIsGone;

  FilesDoor(KeyOrTicket who, TusBrowsers browsers, boolean expiredIsGone) {
    this.who = who;
    this.browsers = browsers;
    this.expiredIsGone = expiredIsGone;
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

  @Override
  Admission admit(Request request, TusMetadata metadata) {
    return new Admission.Admitted(who.admit(request));
  }

  @Override
  Optional<Creator> before(Request request) {
    return who.before(request);
  }

  @Override
  boolean expiredIsGone() {
    return expiredIsGone;
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
