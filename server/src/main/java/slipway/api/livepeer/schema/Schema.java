package slipway.api.livepeer.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import slipway.json.JsonValue;

/**
 * The part of JSON Schema that Livepeer's API needs, written so that code reads like the schema:
 *
 * {@snippet :
 * object().required("name").with("name", string()).with("fps", integer().atLeast(0)).closed()
 * }
 */
public sealed interface Schema {

  /** What violates this schema, in Ajv's order; empty when nothing does. */
  default List<Violation> check(JsonValue value) {
    return new SchemaCheck().check(this, value, "", "#");
  }

  /** Any object, with nothing said about its members. */
  static ObjectSchema object() {
    return new ObjectSchema(false, List.of(), new LinkedHashMap<>(), false);
  }

  /** Any array of such elements. */
  static ArraySchema array(Schema elements) {
    return new ArraySchema(false, elements);
  }

  /** Any string. */
  static StringSchema string() {
    return new StringSchema(
        OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), /* isUri= */ false);
  }

  /** One of these strings. */
  static EnumSchema oneOfTexts(String... allowed) {
    return new EnumSchema(List.of(allowed));
  }

  /** Any number. */
  static NumberSchema number() {
    return new NumberSchema(false, OptionalLong.empty(), OptionalLong.empty());
  }

  /** Any number without a fraction. */
  static NumberSchema integer() {
    return new NumberSchema(true, OptionalLong.empty(), OptionalLong.empty());
  }

  /** {@code true} or {@code false}. */
  static BooleanSchema bool() {
    return new BooleanSchema();
  }

  /** Only {@code null}. */
  static NullSchema nothing() {
    return new NullSchema();
  }

  /** Exactly one of these. */
  static OneOfSchema oneOf(Schema... branches) {
    return new OneOfSchema(List.of(branches));
  }

  /**
   * An object.
   *
   * @param nullable whether {@code null} will do too
   * @param isClosed whether members that are not named are refused
   */
  record ObjectSchema(
      boolean nullable,
      List<String> required,
      SequencedMap<String, Schema> properties,
      boolean isClosed)
      implements Schema {

    public ObjectSchema {
      required = List.copyOf(required);
      properties = new LinkedHashMap<>(properties);
    }

    /** Members that must be there. */
    public ObjectSchema required(String... names) {
      return new ObjectSchema(nullable, List.of(names), properties, isClosed);
    }

    /** One more member. */
    public ObjectSchema with(String name, Schema schema) {
      var more = new LinkedHashMap<>(properties);
      more.put(name, schema);
      return new ObjectSchema(nullable, required, more, isClosed);
    }

    /** Nothing but the named members. */
    public ObjectSchema closed() {
      return new ObjectSchema(nullable, required, properties, true);
    }

    /** Or {@code null}. */
    public ObjectSchema orNull() {
      return new ObjectSchema(true, required, properties, isClosed);
    }
  }

  /** An array; {@code null} will do too when it is nullable. */
  record ArraySchema(boolean nullable, Schema elements) implements Schema {
    /** Or {@code null}. */
    public ArraySchema orNull() {
      return new ArraySchema(true, elements);
    }
  }

  /**
   * A string; lengths count characters as people do, not UTF-16 units.
   *
   * @param pattern what has to be found in it
   */
  record StringSchema(
      OptionalInt minLength, OptionalInt maxLength, Optional<Pattern> pattern, boolean isUri)
      implements Schema {
    /** Of so many characters. */
    public StringSchema ofLength(int min, int max) {
      return new StringSchema(OptionalInt.of(min), OptionalInt.of(max), pattern, isUri);
    }

    /** In which this is found; written so that Java and JavaScript mean the same by it. */
    public StringSchema matching(String regex) {
      return new StringSchema(minLength, maxLength, Optional.of(Pattern.compile(regex)), isUri);
    }

    /** A URI by RFC 3986. */
    public StringSchema asUri() {
      return new StringSchema(minLength, maxLength, pattern, /* isUri= */ true);
    }
  }

  /** One of a few strings. */
  record EnumSchema(List<String> allowed) implements Schema {
    public EnumSchema {
      allowed = List.copyOf(new ArrayList<>(allowed));
    }
  }

  /** A number, perhaps without a fraction. */
  record NumberSchema(boolean whole, OptionalLong minimum, OptionalLong maximum) implements Schema {
    /** Not less than that. */
    public NumberSchema atLeast(long least) {
      return new NumberSchema(whole, OptionalLong.of(least), maximum);
    }

    /** Not more than that. */
    public NumberSchema atMost(long most) {
      return new NumberSchema(whole, minimum, OptionalLong.of(most));
    }
  }

  /** A truth value. */
  record BooleanSchema() implements Schema {}

  /** {@code null}. */
  record NullSchema() implements Schema {}

  /** Exactly one of several schemas. */
  record OneOfSchema(List<Schema> branches) implements Schema {
    public OneOfSchema {
      branches = List.copyOf(branches);
    }
  }
}
