package slipway.api.livepeer;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import slipway.api.livepeer.schema.Schema;
import slipway.api.livepeer.schema.Violation;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonObject;

/** Reads request bodies as Livepeer's framework does. */
final class LivepeerBodies {
  /** 100 kB (LP-07). */
  static final int LARGEST = 100 * 1024;

  private static final JsonObject EMPTY = JsonValue.object(Map.of());

  private LivepeerBodies() {}

  /**
   * The body as an object that its schema has passed.
   *
   * @throws LivepeerException 422 with Ajv's errors (LP-08)
   */
  static JsonObject object(Request request, Schema schema) throws IOException {
    JsonValue body = body(request);
    var violations = schema.check(body);
    if (!violations.isEmpty()) {
      throw new LivepeerException(422, violations.stream().map(Violation::text).toList());
    }
    return (JsonObject) body;
  }

  private static JsonValue body(Request request) throws IOException {
    if (!isJson(request)) {
      return EMPTY; // LP-06
    }
    byte[] bytes = request.body().readAll(LARGEST);
    if (bytes.length == 0) {
      return EMPTY;
    }
    return switch (Json.tree(bytes)) {
      case JsonObject object -> object;
      case JsonArray array -> array;
      default -> // LP-05
          throw new ProblemException(
              new Problem.BadRequest("the body must be a JSON object or array"));
    };
  }

  private static boolean isJson(Request request) {
    String type = request.headers().first("Content-Type").orElse("");
    int semicolon = type.indexOf(';');
    String essence = semicolon < 0 ? type : type.substring(0, semicolon);
    return essence.strip().toLowerCase(Locale.ROOT).equals("application/json");
  }
}
