package slipway.api.gcore;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;

/** Reads request bodies. Whatever the {@code Content-Type} says, they are JSON. */
final class GcoreBodies {
  /** A poster of a mebibyte in base64, and room for everything else (GC-16). */
  private static final int LARGEST = 4 << 20;

  private static final JsonObject EMPTY = JsonValue.object(Map.of());

  private GcoreBodies() {}

  /**
   * The attributes in the body: those under {@code wrapper} if it is there (GC-30, GC-70), else
   * those at its top.
   *
   * @throws ProblemException {@link Problem.BadRequest} for what is no object
   */
  static JsonObject attributes(Request request, String wrapper) throws IOException {
    JsonObject body = object(request, LARGEST);
    Optional<JsonValue> wrapped =
        body.member(wrapper).filter(value -> !(value instanceof JsonNull));
    return wrapped.isEmpty() ? body : object(wrapped.get());
  }

  /** The body, which has to be an object; nothing at all is an empty one. */
  static JsonObject object(Request request, int largest) throws IOException {
    byte[] bytes = request.body().readAll(largest);
    return bytes.length == 0 ? EMPTY : object(Json.tree(bytes, largest));
  }

  /** A value that has to be an object. */
  static JsonObject object(JsonValue value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new ProblemException(new Problem.BadRequest("An object is expected"));
  }
}
