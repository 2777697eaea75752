package slipway.json;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a text value by value, for those too large for a tree: memory is taken for what is {@link
 * #read} and for nothing else. As strict as {@link Json}, with the same limits but that of the
 * length, which is for the caller to hold. Every value is either read, skipped, or entered and gone
 * through with {@link #more}. For one thread.
 */
public final class JsonCursor implements AutoCloseable {
  private final ObjectReader values;
  private final JsonParser in;

  JsonCursor(JsonMapper mapper, InputStream text) {
    this.values =
        mapper.readerFor(JsonValue.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    this.in = mapper.createParser(text);
  }

  /** What kind of value comes next. */
  public enum Kind {
    OBJECT,
    ARRAY,
    NULL,
    OTHER
  }

  /**
   * Begins with the value that the text is.
   *
   * @throws JsonException when there is none
   */
  public void begin() {
    if (advance() == null) {
      throw new JsonException(new JsonProblem("the text is empty", 1, 1));
    }
  }

  /** The kind of the value that comes next. */
  public Kind kind() {
    JsonToken token = in.currentToken();
    return token == JsonToken.START_OBJECT
        ? Kind.OBJECT
        : token == JsonToken.START_ARRAY
            ? Kind.ARRAY
            : token == JsonToken.VALUE_NULL ? Kind.NULL : Kind.OTHER;
  }

  /**
   * Whether the object or array that was entered last has another member or element, which then
   * comes next. Ask until there is none. The first question enters it.
   */
  public boolean more() {
    JsonToken token = advance();
    if (token == JsonToken.PROPERTY_NAME) {
      advance();
      return true;
    }
    return token != null && token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY;
  }

  /** Name of the member that comes next. */
  public String name() {
    return String.valueOf(in.currentName());
  }

  /** The value that comes next, whole. */
  public JsonValue read() {
    try {
      return values.readValue(in);
    } catch (JacksonException failure) {
      throw new JsonException(Json.problemOf(failure));
    }
  }

  /** Passes over the value that comes next. */
  public void skip() {
    try {
      in.skipChildren();
    } catch (JacksonException failure) {
      throw new JsonException(Json.problemOf(failure));
    }
  }

  /**
   * The value of the text was gone through.
   *
   * @throws JsonException when something follows it
   */
  public void end() {
    if (advance() != null) {
      throw new JsonException(new JsonProblem("something follows the value", 0, 0));
    }
  }

  private @Nullable JsonToken advance() {
    try {
      return in.nextToken();
    } catch (JacksonException failure) {
      throw new JsonException(Json.problemOf(failure));
    }
  }

  @Override
  public void close() {
    in.close();
  }
}
