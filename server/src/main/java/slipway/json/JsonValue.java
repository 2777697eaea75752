package slipway.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A JSON value as it was sent, for texts whose shape is checked by hand. Immutable. May stand in
 * any place of a value that {@link Json} writes; {@link JsonNull} writes a {@code null} that is not
 * left out.
 */
public sealed interface JsonValue {

  /** Names and values in the order of the text. */
  record JsonObject(SequencedMap<String, JsonValue> members) implements JsonValue {
    public JsonObject {
      members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }

    /** The member of that name, also when it is {@link JsonNull}. */
    public Optional<JsonValue> member(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /** The member of that name if it is a string. */
    public Optional<String> string(String name) {
      return member(name).filter(JsonString.class::isInstance).map(v -> ((JsonString) v).value());
    }

    /** The member of that name if it is {@code true}; false also when it is no boolean. */
    public boolean isTrue(String name) {
      return member(name).filter(new JsonBool(true)::equals).isPresent();
    }

    /** The member of that name if it is a number. */
    public Optional<BigDecimal> number(String name) {
      return member(name).filter(JsonNumber.class::isInstance).map(v -> ((JsonNumber) v).value());
    }

    /** The member of that name if it is an object. */
    public Optional<JsonObject> object(String name) {
      return member(name).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
    }

    /** The elements of the member of that name if it is an array. */
    public Optional<List<JsonValue>> elements(String name) {
      return member(name).filter(JsonArray.class::isInstance).map(v -> ((JsonArray) v).elements());
    }
  }

  /** Values in order. */
  record JsonArray(List<JsonValue> elements) implements JsonValue {
    public JsonArray {
      elements = List.copyOf(elements);
    }
  }

  /** A text. */
  record JsonString(String value) implements JsonValue {}

  /**
   * A number, exactly as written. Its exponent may be huge: compare it before turning it into
   * anything of a fixed size.
   */
  record JsonNumber(BigDecimal value) implements JsonValue {
    private static final BigDecimal LARGEST_DOUBLE = BigDecimal.valueOf(Double.MAX_VALUE);

    /** Whether it has no fraction; {@code 1.0} has none (JSON Schema, section 6.3). */
    public boolean isWhole() {
      return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
    }

    /** Whether a JavaScript number can hold it. */
    public boolean isFinite() {
      return value.abs().compareTo(LARGEST_DOUBLE) <= 0;
    }
  }

  /** A truth value. */
  record JsonBool(boolean value) implements JsonValue {}

  /** The value {@code null}. */
  record JsonNull() implements JsonValue {}

  /** An object of the given members. */
  static JsonObject object(Map<String, JsonValue> members) {
    return new JsonObject(new LinkedHashMap<>(members));
  }

  /** An array of strings. */
  static JsonArray strings(List<String> texts) {
    return new JsonArray(new ArrayList<>(texts.stream().map(JsonString::new).toList()));
  }
}
