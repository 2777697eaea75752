package slipway.api.cloudflare;

import java.io.IOException;
import java.util.Map;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;

/**
 * Reads request bodies as Cloudflare does: JSON whatever the Content-Type says, since the curl
 * lines of its documentation send it as a form (CF-10), and nothing at all where nothing is needed
 * (CF-12).
 */
final class CloudflareBodies {
  static final int LARGEST = 256 * 1024;

  private CloudflareBodies() {}

  /**
   * The body as an object; an empty body is one without members.
   *
   * @throws ProblemException {@link Problem.BadRequest} when it is JSON of another kind
   * @throws slipway.json.JsonException when it is no JSON
   */
  static JsonObject object(Request request) throws IOException {
    byte[] bytes = request.body().readAll(LARGEST);
    if (new String(bytes, java.nio.charset.StandardCharsets.UTF_8).isBlank()) {
      return JsonValue.object(Map.of());
    }
    return switch (Json.tree(bytes)) {
      case JsonObject object -> object;
      default -> throw new ProblemException(new Problem.BadRequest("the body must be an object"));
    };
  }
}
