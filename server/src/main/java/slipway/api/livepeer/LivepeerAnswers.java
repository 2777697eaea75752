package slipway.api.livepeer;

import java.util.List;
import slipway.api.livepeer.LivepeerShapes.Errors;
import slipway.http.Response;
import slipway.json.Json;

/** How every answer of this dialect looks. */
final class LivepeerAnswers {
  private LivepeerAnswers() {}

  /** JSON under the one media type that the SDKs accept (LP-02). */
  static Response json(int status, Object body) {
    return Response.bytes(status, "application/json; charset=utf-8", Json.write(body));
  }

  /** Errors (LP-03). */
  static Response errors(int status, List<String> errors) {
    return json(status, new Errors(errors));
  }

  /** Nothing to say. */
  static Response empty() {
    return Response.of(204);
  }
}
