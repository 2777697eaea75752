package slipway.api.livepeer.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonBool;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/**
 * Walks a value along a schema and stops at the first violation, as Ajv 8 does without {@code
 * allErrors}: types first, then for an object {@code required} in the schema's order, {@code
 * additionalProperties} in the value's order, {@code properties} in the schema's order (LP-08).
 * Only {@code oneOf} reports more: what each branch found, then itself.
 */
final class SchemaCheck {
  private static final List<Violation> NONE = List.of();

  List<Violation> check(Schema schema, JsonValue value, String at, String path) {
    return switch (schema) {
      case Schema.ObjectSchema object -> object(object, value, at, path);
      case Schema.ArraySchema array -> array(array, value, at, path);
      case Schema.StringSchema string -> string(string, value, at, path);
      case Schema.EnumSchema oneOfTexts -> oneOfTexts(oneOfTexts, value, at, path);
      case Schema.NumberSchema number -> number(number, value, at, path);
      case Schema.BooleanSchema() ->
          value instanceof JsonBool ? NONE : wrongType("boolean", at, path);
      case Schema.NullSchema() -> value instanceof JsonNull ? NONE : wrongType("null", at, path);
      case Schema.OneOfSchema oneOf -> oneOf(oneOf, value, at, path);
    };
  }

  private List<Violation> object(
      Schema.ObjectSchema schema, JsonValue value, String at, String path) {
    if (schema.nullable() && value instanceof JsonNull) {
      return NONE;
    }
    if (!(value instanceof JsonObject object)) {
      return schema.nullable() ? wrongTypes("object", at, path) : wrongType("object", at, path);
    }
    for (String name : schema.required()) {
      if (!object.members().containsKey(name)) {
        return one(
            at,
            path + "/required",
            "required",
            Map.of("missingProperty", text(name)),
            "must have required property '" + name + "'");
      }
    }
    for (String name : object.members().keySet()) {
      if (schema.isClosed() && !schema.properties().containsKey(name)) {
        return one(
            at,
            path + "/additionalProperties",
            "additionalProperties",
            Map.of("additionalProperty", text(name)),
            "must NOT have additional properties");
      }
    }
    for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
      String name = property.getKey();
      JsonValue member = object.members().get(name);
      if (member != null) {
        List<Violation> found =
            check(property.getValue(), member, at + "/" + name, path + "/properties/" + name);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return NONE;
  }

  private List<Violation> array(
      Schema.ArraySchema schema, JsonValue value, String at, String path) {
    if (schema.nullable() && value instanceof JsonNull) {
      return NONE;
    }
    if (!(value instanceof JsonArray array)) {
      return schema.nullable() ? wrongTypes("array", at, path) : wrongType("array", at, path);
    }
    for (int i = 0; i < array.elements().size(); i++) {
      List<Violation> found =
          check(schema.elements(), array.elements().get(i), at + "/" + i, path + "/items");
      if (!found.isEmpty()) {
        return found;
      }
    }
    return NONE;
  }

  private static List<Violation> string(
      Schema.StringSchema schema, JsonValue value, String at, String path) {
    if (!(value instanceof JsonString(String text))) {
      return wrongType("string", at, path);
    }
    int length = text.codePointCount(0, text.length());
    if (schema.maxLength().isPresent() && length > schema.maxLength().getAsInt()) {
      int limit = schema.maxLength().getAsInt();
      return one(
          at,
          path + "/maxLength",
          "maxLength",
          Map.of("limit", number(limit)),
          "must NOT have more than " + limit + " characters");
    }
    if (schema.minLength().isPresent() && length < schema.minLength().getAsInt()) {
      int limit = schema.minLength().getAsInt();
      return one(
          at,
          path + "/minLength",
          "minLength",
          Map.of("limit", number(limit)),
          "must NOT have fewer than " + limit + " characters");
    }
    if (schema.pattern().isPresent() && !schema.pattern().get().matcher(text).find()) {
      String pattern = schema.pattern().get().pattern();
      return one(
          at,
          path + "/pattern",
          "pattern",
          Map.of("pattern", text(pattern)),
          "must match pattern \"" + pattern + "\"");
    }
    if (schema.isUri() && !UriFormat.matches(text)) {
      return one(
          at,
          path + "/format",
          "format",
          Map.of("format", text("uri")),
          "must match format \"uri\"");
    }
    return NONE;
  }

  private static List<Violation> oneOfTexts(
      Schema.EnumSchema schema, JsonValue value, String at, String path) {
    if (!(value instanceof JsonString(String text))) {
      return wrongType("string", at, path);
    }
    return schema.allowed().contains(text)
        ? NONE
        : one(
            at,
            path + "/enum",
            "enum",
            Map.of("allowedValues", JsonValue.strings(schema.allowed())),
            "must be equal to one of the allowed values");
  }

  private static List<Violation> number(
      Schema.NumberSchema schema, JsonValue value, String at, String path) {
    boolean fits =
        value instanceof JsonNumber number
            && number.isFinite()
            && (!schema.whole() || number.isWhole());
    if (!fits) {
      return wrongType(schema.whole() ? "integer" : "number", at, path);
    }
    BigDecimal amount = ((JsonNumber) value).value();
    if (beyond(schema.maximum(), amount) > 0) {
      return limit("maximum", "<=", schema.maximum().getAsLong(), at, path);
    }
    if (beyond(schema.minimum(), amount) < 0) {
      return limit("minimum", ">=", schema.minimum().getAsLong(), at, path);
    }
    return NONE;
  }

  private static int beyond(OptionalLong limit, BigDecimal amount) {
    return limit.isPresent() ? amount.compareTo(BigDecimal.valueOf(limit.getAsLong())) : 0;
  }

  private List<Violation> oneOf(
      Schema.OneOfSchema schema, JsonValue value, String at, String path) {
    List<Violation> all = new ArrayList<>();
    List<JsonValue> passing = new ArrayList<>();
    for (int i = 0; i < schema.branches().size() && passing.size() < 2; i++) {
      List<Violation> found = check(schema.branches().get(i), value, at, path + "/oneOf/" + i);
      all.addAll(found);
      if (found.isEmpty()) {
        passing.add(number(i));
      }
    }
    if (passing.size() == 1) {
      return NONE;
    }
    JsonValue both = passing.isEmpty() ? new JsonNull() : new JsonArray(passing);
    all.addAll(
        one(
            at,
            path + "/oneOf",
            "oneOf",
            Map.of("passingSchemas", both),
            "must match exactly one schema in oneOf"));
    return all;
  }

  private static List<Violation> wrongType(String type, String at, String path) {
    return one(at, path + "/type", "type", Map.of("type", text(type)), "must be " + type);
  }

  private static List<Violation> wrongTypes(String type, String at, String path) {
    JsonValue types = JsonValue.strings(List.of(type, "null"));
    return one(at, path + "/type", "type", Map.of("type", types), "must be " + type + ",null");
  }

  private static List<Violation> limit(
      String keyword, String comparison, long limit, String at, String path) {
    var params = new java.util.LinkedHashMap<String, JsonValue>();
    params.put("comparison", text(comparison));
    params.put("limit", number(limit));
    return one(at, path + "/" + keyword, keyword, params, "must be " + comparison + " " + limit);
  }

  private static List<Violation> one(
      String at, String path, String keyword, Map<String, JsonValue> params, String message) {
    return List.of(new Violation(at, path, keyword, JsonValue.object(params), message));
  }

  private static JsonValue text(String text) {
    return new JsonString(text);
  }

  private static JsonValue number(long number) {
    return new JsonNumber(BigDecimal.valueOf(number));
  }
}
