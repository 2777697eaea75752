package slipway.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;

/**
 * One OpenAPI document, in the few ways in which its pages read it.
 *
 * @param name as in its address
 */
record Document(String name, JsonObject root) {
  private static final JsonObject NOTHING = JsonValue.object(Map.of());
  private static final List<String> METHODS =
      List.of("get", "head", "post", "put", "patch", "delete", "options");

  /**
   * One method of one path.
   *
   * @param method in capitals
   * @param parameters those of the path before its own
   */
  record Operation(String method, String path, List<JsonObject> parameters, JsonObject said) {}

  String title() {
    return info().string("title").orElse(name);
  }

  JsonObject info() {
    return root.object("info").orElse(NOTHING);
  }

  /** In the order of the document. */
  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    root.object("paths")
        .orElse(NOTHING)
        .members()
        .forEach((path, value) -> {
          JsonObject item = object(value);
          for (String method : METHODS) {
            item.object(method).ifPresent(said -> operations.add(operation(method, path, item)));
          }
        });
    return operations;
  }

  private Operation operation(String method, String path, JsonObject item) {
    JsonObject said = item.object(method).orElse(NOTHING);
    List<JsonObject> parameters = new ArrayList<>();
    for (JsonObject from : List.of(item, said)) {
      from.elements("parameters")
          .orElse(List.of())
          .forEach(parameter -> parameters.add(followed(parameter)));
    }
    return new Operation(method.toUpperCase(Locale.ROOT), path, parameters, said);
  }

  /** The parts of one kind that others refer to, such as {@code schemas}. */
  Map<String, JsonValue> parts(String kind) {
    return root.object("components").flatMap(all -> all.object(kind)).orElse(NOTHING).members();
  }

  /** How an operation is asked for: the first scheme that is named, none where none is needed. */
  Optional<JsonObject> scheme(Operation operation) {
    return operation
        .said()
        .elements("security")
        .or(() -> root.elements("security"))
        .filter(ways -> !ways.isEmpty())
        .map(ways -> object(ways.getFirst()).members())
        .filter(names -> !names.isEmpty())
        .map(names -> parts("securitySchemes").get(names.firstEntry().getKey()))
        .map(Document::object);
  }

  /** The object itself, or that which it refers to in this document. */
  JsonObject followed(JsonValue value) {
    JsonObject object = object(value);
    return object.string("$ref").flatMap(this::at).orElse(object);
  }

  /** What a reference like {@code #/components/schemas/Asset} points to. */
  Optional<JsonObject> at(String reference) {
    Optional<JsonObject> here = Optional.of(root);
    for (String step : reference.replaceFirst("^#/", "").split("/", -1)) {
      String name = step.replace("~1", "/").replace("~0", "~");
      here = here.flatMap(holder -> holder.object(name));
    }
    return here;
  }

  static JsonObject object(JsonValue value) {
    return value instanceof JsonObject object ? object : NOTHING;
  }
}
