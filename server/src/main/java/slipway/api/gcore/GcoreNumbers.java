package slipway.api.gcore;

import java.util.Optional;
import java.util.regex.Pattern;

/** Ids as texts. */
final class GcoreNumbers {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  private GcoreNumbers() {}

  /** The id that a text in a path or query is; empty when it is none. */
  static Optional<Long> id(String text) {
    return DIGITS.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }
}
