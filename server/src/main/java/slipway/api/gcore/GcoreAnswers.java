package slipway.api.gcore;

import slipway.http.Response;
import slipway.json.Json;

/** How every answer of this dialect looks. */
final class GcoreAnswers {
  private GcoreAnswers() {}

  /** JSON under the one media type that the Go SDK takes for a typed result (GC-10). */
  static Response json(int status, Object body) {
    return Response.bytes(status, "application/json", Json.write(body));
  }

  /** Done, and nothing to say. */
  static Response empty() {
    return Response.of(204);
  }
}
