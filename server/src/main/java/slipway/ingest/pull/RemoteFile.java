package slipway.ingest.pull;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.outgoing.Answer;

/** What an answer says about the file of which it brings all or a part (RFC 9110). */
final class RemoteFile {
  /** {@code bytes 5-9/10}, the total may be unknown (section 14.4). */
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  private static final int LONGEST_VALIDATOR = 1000;

  private RemoteFile() {}

  /**
   * What tells this state of the file from another: a strong ETag, else the date of the last
   * change; empty when there is neither, and the file cannot be resumed (section 13.1.5).
   */
  static String validator(Answer answer) {
    Optional<String> tag = answer.header("ETag").filter(text -> text.startsWith("\""));
    String found = tag.or(() -> answer.header("Last-Modified")).orElse("");
    return found.length() > LONGEST_VALIDATOR ? "" : found;
  }

  /**
   * Whether a partial answer goes on exactly behind the offset, in the same state of the file. A
   * server that has an ETag repeats it (section 15.3.7), and only one that does not know {@code
   * If-Range} leaves it out; a date it need not repeat.
   */
  static boolean goesOn(Answer answer, long offset, String validator) {
    String now = validator(answer);
    Matcher range = range(answer);
    return range.matches()
        && Long.parseLong(range.group(1)) == offset
        && (now.equals(validator) || (now.isEmpty() && !validator.startsWith("\"")));
  }

  /** Whether a partial answer is of a file of this length, as far as both are known. */
  static boolean isAsLong(Answer answer, @Nullable Long length) {
    OptionalLong total = total(answer);
    return length == null || total.isEmpty() || total.getAsLong() == length;
  }

  /** Whether a partial answer begins where it should. */
  static boolean startsAt(Answer answer, long offset) {
    Matcher range = range(answer);
    return range.matches() && Long.parseLong(range.group(1)) == offset;
  }

  /** The length of the whole file, as a partial answer tells it. */
  static OptionalLong total(Answer answer) {
    Matcher range = range(answer);
    return range.matches() && !range.group(3).equals("*")
        ? OptionalLong.of(Long.parseLong(range.group(3)))
        : OptionalLong.empty();
  }

  private static Matcher range(Answer answer) {
    return CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
  }
}
