package slipway.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.json.Json;
import slipway.json.JsonValue;

/**
 * Texts out of a stranger's library: short enough, and on one line. Whoever reads the library has
 * made them fit; what does not is a mistake.
 */
final class MigrationTexts {
  static final int LONGEST_NAME = 1000;

  private static final int LONGEST_JSON = 64 * 1024;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern VENDOR = Pattern.compile("[a-z0-9-]{1,32}");

  private MigrationTexts() {}

  static String vendor(String vendor) {
    if (!VENDOR.matcher(vendor).matches()) {
      throw bad("vendor", "must be 1 to 32 of a-z, 0-9 and -");
    }
    return vendor;
  }

  /** The text, if it is one line of 1 to {@code most} characters. */
  static String line(String field, String text, int most) {
    if (text.isEmpty()) {
      throw bad(field, "must not be empty");
    }
    return maybeEmpty(field, text, most);
  }

  /** The text, if it is one line of at most so many characters. */
  static String maybeEmpty(String field, String text, int most) {
    if (text.length() > most || CONTROL.matcher(text).find()) {
      throw bad(field, "must be at most " + most + " characters on one line");
    }
    return text;
  }

  static String json(String field, JsonValue value) {
    byte[] text = Json.write(value);
    if (text.length > LONGEST_JSON) {
      throw bad(field, "must be at most " + LONGEST_JSON + " bytes");
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  static @Nullable String jsonOrNull(String field, @Nullable JsonValue value) {
    return value == null || value instanceof JsonValue.JsonNull ? null : json(field, value);
  }

  static ProblemException bad(String field, String message) {
    return new ProblemException(new Problem.BadField(field, message));
  }
}
