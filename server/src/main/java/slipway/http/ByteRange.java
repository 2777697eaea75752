package slipway.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code Range} field asks of something of known length (RFC 9110 section 14.1). */
sealed interface ByteRange {

  /** No range, several, another unit, or nonsense: the field is ignored. */
  record Whole() implements ByteRange {}

  /** One range with at least one byte. */
  record Slice(long from, long count) implements ByteRange {}

  /** One well-formed range outside the bytes. */
  record Unsatisfiable() implements ByteRange {}

  /** Gives nothing back: two repetitions of blanks stand side by side where no digit is. */
  Pattern SINGLE =
      Pattern.compile(
          "\\s*+bytes\\s*+=\\s*+(\\d*+)\\s*+-\\s*+(\\d*+)\\s*+", Pattern.CASE_INSENSITIVE);

  static ByteRange parse(String field, long length) {
    Matcher matcher = SINGLE.matcher(field);
    if (!matcher.matches()) {
      return new Whole();
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty() && last.isEmpty()) {
      return new Whole();
    }
    if (first.isEmpty()) {
      long suffix = Math.min(number(last), length);
      return suffix == 0 ? new Unsatisfiable() : new Slice(length - suffix, suffix);
    }
    long from = number(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
    if (to < from) {
      return new Whole();
    }
    if (from >= length) {
      return new Unsatisfiable();
    }
    return new Slice(from, Math.min(to, length - 1) - from + 1);
  }

  /** Digits of any number; what does not fit is as large as can be. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException tooLong) {
      return Long.MAX_VALUE;
    }
  }
}
