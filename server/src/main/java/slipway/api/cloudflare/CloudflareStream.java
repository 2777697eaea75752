package slipway.api.cloudflare;

import java.util.Locale;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code POST /stream}, which means three things (CF-16). Who speaks tus says so in a field of its
 * own; its media type says nothing, since SDKs send that of JSON with it.
 *
 * @param tus creates an upload, and asks for credentials itself
 * @param form takes a file in a form, and asks for credentials itself
 */
record CloudflareStream(CloudflareCallers callers, Handler tus, Handler form) implements Handler {

  @Override
  public Response handle(Request request) throws Exception {
    if (request.headers().has("Tus-Resumable")) {
      return tus.handle(request);
    }
    String type = request.headers().first("Content-Type").orElse("").strip();
    if (type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      return form.handle(request);
    }
    callers.caller(request, /* changes= */ true);
    throw new ProblemException(
        new Problem.BadRequest(
            "send a file as multipart/form-data, or create an upload with Tus-Resumable"));
  }
}
