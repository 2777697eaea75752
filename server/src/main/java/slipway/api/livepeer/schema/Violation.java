package slipway.api.livepeer.schema;

import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;

/** One error object of Ajv 8; the names and their order are its own. */
public record Violation(
    String instancePath, String schemaPath, String keyword, JsonObject params, String message) {

  /** The error object as text: one string in Livepeer's {@code errors} (LP-08). */
  public String text() {
    return Json.writeText(this);
  }
}
