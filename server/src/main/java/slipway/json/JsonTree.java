package slipway.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonBool;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Teaches the library our own tree. */
final class JsonTree {
  private JsonTree() {}

  static JacksonModule module() {
    return JsonNumbers.addTo(new SimpleModule("tree"))
        .addSerializer(JsonValue.class, new Writer())
        .addDeserializer(JsonValue.class, new Reader());
  }

  /** Where in the text a failure happened: {@code a.b[2]}; empty at the top. */
  static String pathOf(JacksonException failure) {
    var path = new StringBuilder();
    for (JacksonException.Reference step : failure.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }

  private static final class Writer extends StdSerializer<JsonValue> {
    Writer() {
      super(JsonValue.class);
    }

    @Override
    public void serialize(JsonValue value, JsonGenerator out, SerializationContext context) {
      switch (value) {
        case JsonObject object -> {
          out.writeStartObject();
          object
              .members()
              .forEach((name, member) -> {
                out.writeName(name);
                serialize(member, out, context);
              });
          out.writeEndObject();
        }
        case JsonArray array -> {
          out.writeStartArray();
          array.elements().forEach(element -> serialize(element, out, context));
          out.writeEndArray();
        }
        case JsonString string -> out.writeString(string.value());
        case JsonNumber number -> JsonNumbers.write(number.value(), out);
        case JsonBool bool -> out.writeBoolean(bool.value());
        case JsonNull() -> out.writeNull();
      }
    }
  }

  private static final class Reader extends StdDeserializer<JsonValue> {
    Reader() {
      super(JsonValue.class);
    }

    @Override
    public JsonValue deserialize(JsonParser in, DeserializationContext context) {
      return read(in, context);
    }

    @Override
    public JsonValue getNullValue(DeserializationContext context) {
      return new JsonNull();
    }

    /** As deep as the text; the reader's limit on depth keeps the stack small. */
    private JsonValue read(JsonParser in, DeserializationContext context) {
      return switch (in.currentToken()) {
        case START_OBJECT -> {
          var members = new LinkedHashMap<String, JsonValue>();
          while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = storable(in.currentName(), in);
            in.nextToken();
            members.put(name, read(in, context));
          }
          yield new JsonObject(members);
        }
        case START_ARRAY -> {
          List<JsonValue> elements = new ArrayList<>();
          while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(in, context));
          }
          yield new JsonArray(elements);
        }
        case VALUE_STRING -> new JsonString(storable(in.getString(), in));
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(in.getDecimalValue());
        case VALUE_TRUE -> new JsonBool(true);
        case VALUE_FALSE -> new JsonBool(false);
        case VALUE_NULL -> new JsonNull();
        case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
            throw new IllegalStateException("not a value: " + in.currentToken());
      };
    }

    /** No database takes NUL, and half a surrogate pair is no character in any encoding. */
    private static String storable(String text, JsonParser in) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean pair = Character.isSurrogatePair(c, i + 1 < text.length() ? text.charAt(i + 1) : 0);
        if (c == 0 || (Character.isSurrogate(c) && !pair)) {
          throw new StreamReadException(in, "a text holds NUL or half a character");
        }
        i += pair ? 1 : 0;
      }
      return text;
    }
  }
}
