package slipway.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** Schemas in words, with a table where there are members. */
final class Shapes {
  private static final String REFERENCE = "#/components/schemas/";

  /** Keywords that are told as they are. */
  private static final List<String> BOUNDS =
      List.of(
          "default",
          "const",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "pattern",
          "format");

  private final Document document;

  Shapes(Document document) {
    this.document = document;
  }

  static String anchor(String name) {
    return "shape-" + name;
  }

  /** The type, what is said about it, and its members. */
  void show(Markup page, JsonObject schema) {
    type(page, schema);
    schema
        .string("description")
        .ifPresent(text -> page.text(". ").prose(text.replaceFirst("\\.$", "")).text("."));
    members(page, schema);
  }

  private void members(Markup page, JsonObject schema) {
    JsonObject holder = schema.object("items").orElse(schema);
    for (JsonValue part : schema.elements("allOf").orElse(List.of())) {
      members(page, Document.object(part));
    }
    Optional<JsonObject> properties = holder.object("properties");
    if (properties.isEmpty()) {
      return;
    }
    List<JsonValue> required = holder.elements("required").orElse(List.of());
    page.start("table");
    properties
        .get()
        .members()
        .forEach((name, value) -> {
          page.start("tr").start("th").put("code", name).end("th").start("td");
          show(page, Document.object(value));
          page.text(required.contains(new JsonString(name)) ? " Required." : "");
          page.end("td").end("tr");
        });
    page.end("table");
  }

  /** Only the type, on one line. */
  void type(Markup page, JsonObject schema) {
    Optional<String> reference = schema.string("$ref");
    if (reference.isPresent()) {
      reference(page, reference.get());
      return;
    }
    for (String way : List.of("oneOf", "anyOf", "allOf")) {
      if (schema.elements(way).isPresent()) {
        several(page, schema.elements(way).get(), way.equals("allOf") ? " and " : " or ");
        return;
      }
    }
    page.text(String.join(" or ", types(schema)));
    schema
        .object("items")
        .ifPresent(items -> {
          page.text(" of ");
          type(page, items);
        });
    schema
        .elements("enum")
        .ifPresent(
            all -> page.text(": " + String.join(", ", all.stream().map(Json::writeText).toList())));
    for (String bound : BOUNDS) {
      schema.member(bound).ifPresent(value -> page.text(", " + bound + " " + bare(value)));
    }
  }

  private void reference(Markup page, String reference) {
    if (reference.startsWith(REFERENCE)) {
      String name = reference.substring(REFERENCE.length());
      page.put("a", name, "href", "#" + anchor(name));
    } else {
      document.at(reference).ifPresent(schema -> type(page, schema));
    }
  }

  private void several(Markup page, List<JsonValue> all, String between) {
    boolean first = true;
    for (JsonValue one : all) {
      page.text(first ? "" : between);
      type(page, Document.object(one));
      first = false;
    }
  }

  private static List<String> types(JsonObject schema) {
    List<String> types = new ArrayList<>();
    schema.string("type").ifPresent(types::add);
    schema.elements("type").orElse(List.of()).forEach(type -> types.add(bare(type)));
    return types.isEmpty() ? List.of("any value") : types;
  }

  private static String bare(JsonValue value) {
    return value instanceof JsonString(String text) ? text : Json.writeText(value);
  }
}
