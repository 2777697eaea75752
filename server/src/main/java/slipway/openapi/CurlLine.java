package slipway.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import slipway.http.Origin;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonBool;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.openapi.Document.Operation;

/** An operation as a line for a shell, with what is required and no more. */
final class CurlLine {
  /** Schemas may refer to themselves. */
  private static final int DEEPEST = 6;

  private final Document document;
  private final Origin origin;

  CurlLine(Document document, Origin origin) {
    this.document = document;
    this.origin = origin;
  }

  String of(Operation one) {
    List<String> words = new ArrayList<>(List.of("curl"));
    switch (one.method()) {
      case "GET" -> {}
      case "HEAD" -> words.add("-I");
      default -> words.addAll(List.of("-X", one.method()));
    }
    List<String> queries = new ArrayList<>();
    for (JsonObject parameter : one.parameters()) {
      String place = parameter.string("in").orElse("");
      // Of several protocols at one address, the one in the examples is shown.
      boolean shown = place.equals("header") && parameter.member("example").isPresent();
      if (shown || parameter.isTrue("required")) {
        String name = parameter.string("name").orElse("");
        switch (place) {
          case "query" -> queries.add(name + "=" + shown(parameter, name));
          case "header" -> words.addAll(header(name + ": " + shown(parameter, name)));
          default -> {}
        }
      }
    }
    document.scheme(one).ifPresent(scheme -> words.addAll(header(access(scheme))));
    one.said().object("requestBody").map(document::followed).ifPresent(b -> addBody(words, b));
    String path = one.path().replace('{', '<').replace('}', '>');
    words.add(
        quoted(origin.url(path) + (queries.isEmpty() ? "" : "?" + String.join("&", queries))));
    return String.join(" ", words);
  }

  private String shown(JsonObject parameter, String name) {
    JsonObject schema = parameter.object("schema").map(document::followed).orElse(parameter);
    return parameter
        .string("example")
        .or(() -> schema.string("const"))
        .or(() -> schema.string("default"))
        .orElse("<" + name + ">");
  }

  /** The key stands in the shell's variable {@code KEY}, so that the line can be kept. */
  private static String access(JsonObject scheme) {
    return scheme.string("name").orElse("Authorization")
        + ": "
        + scheme.string("x-value").orElse("Bearer $KEY");
  }

  private void addBody(List<String> words, JsonObject body) {
    var content = body.object("content").map(JsonObject::members).orElse(null);
    if (content == null || content.isEmpty()) {
      return;
    }
    String type = content.firstEntry().getKey();
    JsonObject media = Document.object(content.firstEntry().getValue());
    JsonObject schema = media.object("schema").map(document::followed).orElse(media);
    if (type.equals("multipart/form-data")) {
      required(schema)
          .forEach((name, value) -> {
            words.addAll(List.of("-F", quoted(name + "=" + part(Document.object(value)))));
          });
      return;
    }
    words.addAll(header("Content-Type: " + type));
    if (type.equals("application/json")) {
      JsonValue example = media.member("example").orElseGet(() -> example(schema, DEEPEST));
      words.addAll(List.of("-d", quoted(Json.writeText(example))));
    } else {
      words.addAll(List.of("--data-binary", "@video.mp4"));
    }
  }

  private static String part(JsonObject schema) {
    return schema.string("format").filter("binary"::equals).isPresent() ? "@file" : "…";
  }

  /** The smallest value that fits. */
  private JsonValue example(JsonObject schema, int deep) {
    if (schema.member("example").isPresent()) {
      return schema.member("example").get();
    }
    List<JsonValue> choices = schema.elements("enum").orElse(List.of());
    if (!choices.isEmpty()) {
      return choices.getFirst();
    }
    List<JsonValue> ways = schema.elements("oneOf").orElse(List.of());
    if (!ways.isEmpty() && deep > 0) {
      return example(document.followed(ways.getFirst()), deep - 1);
    }
    return switch (schema.string("type").orElse("object")) {
      case "string" -> new JsonString("…");
      case "integer", "number" -> new JsonNumber(java.math.BigDecimal.ONE);
      case "boolean" -> new JsonBool(true);
      case "array" ->
          new JsonArray(
              schema.object("items").stream()
                  .filter(_ -> deep > 0)
                  .map(items -> example(document.followed(items), deep - 1))
                  .toList());
      default -> {
        SequencedMap<String, JsonValue> members = new LinkedHashMap<>();
        if (deep > 0) {
          required(schema)
              .forEach(
                  (name, value) -> members.put(name, example(document.followed(value), deep - 1)));
        }
        yield new JsonObject(members);
      }
    };
  }

  private static SequencedMap<String, JsonValue> required(JsonObject schema) {
    Map<String, JsonValue> properties =
        schema
            .object("properties")
            .map(all -> (Map<String, JsonValue>) all.members())
            .orElse(Map.of());
    SequencedMap<String, JsonValue> required = new LinkedHashMap<>();
    for (JsonValue name : schema.elements("required").orElse(List.of())) {
      if (name instanceof JsonString(String text) && properties.containsKey(text)) {
        required.put(text, properties.get(text));
      }
    }
    return required;
  }

  private static List<String> header(String field) {
    String quote = field.contains("$KEY") ? "\"" : "'";
    return List.of("-H", quote + field + quote);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
