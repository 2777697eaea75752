package slipway.api.gcore;

import java.math.BigDecimal;
import java.util.Optional;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonBool;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/**
 * The attributes of a request, one by one. {@code null} is as good as absent, and attributes that
 * nobody asks for are ignored (GC-13).
 */
record GcoreFields(JsonObject object) {

  /** A text of at most so many characters. */
  Optional<String> text(String name, int longest) {
    return value(name)
        .map(value ->
            switch (value) {
              case JsonString(String text) when text.length() <= longest -> text;
              case JsonString _ ->
                  throw wrong(name, "is too long (maximum is " + longest + " characters)");
              default -> throw mistyped(name, "a string");
            });
  }

  /** A whole number from {@code least} to {@code most}; also written as a text. */
  Optional<Long> number(String name, long least, long most) {
    return value(name)
        .map(value ->
            switch (value) {
              case JsonNumber number when number.isWhole() -> number.value();
              case JsonString(String text) when text.matches("-?[0-9]{1,18}") ->
                  new BigDecimal(text);
              default -> throw mistyped(name, "an integer");
            })
        .map(number -> {
          boolean fits =
              number.compareTo(BigDecimal.valueOf(least)) >= 0
                  && number.compareTo(BigDecimal.valueOf(most)) <= 0;
          if (!fits) {
            throw wrong(name, "must be from " + least + " to " + most);
          }
          return number.longValue();
        });
  }

  /** A truth. */
  Optional<Boolean> truth(String name) {
    return value(name)
        .map(value ->
            switch (value) {
              case JsonBool(boolean truth) -> truth;
              default -> throw mistyped(name, "a boolean");
            });
  }

  /** Whether it was said at all. */
  boolean has(String name) {
    return value(name).isPresent();
  }

  /** What is wrong with the value of a field (GC-20). */
  static ProblemException wrong(String field, String message) {
    return new ProblemException(new Problem.BadField(field, message));
  }

  /** GC-23. */
  private static ProblemException mistyped(String field, String type) {
    return new ProblemException(new Problem.BadRequest(field + " has to be " + type));
  }

  private Optional<JsonValue> value(String name) {
    return object.member(name).filter(value -> !(value instanceof JsonNull));
  }
}
