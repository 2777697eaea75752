package slipway.media.probe;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * ffprobe's report in its flat form: {@code streams.stream.0.codec_name="h264"}, one value a line.
 *
 * <p>Flat rather than JSON or XML, because a line is a line: text out of the file (tags) is quoted
 * and escaped by ffprobe and cannot start a new one, nothing nests, and no parser library comes
 * into the media engine. Of tags only {@link #DURATION_TAG} and the language and title of a stream
 * are kept; a title is anybody's text.
 */
final class FlatReport {
  /** Read only when it is a time. */
  static final String DURATION_TAG = "tags.DURATION";

  /** The others are anybody's text and of no use. */
  private static final Set<String> TAGS =
      Set.of("." + DURATION_TAG, ".tags.language", ".tags.LANGUAGE", ".tags.title");

  /** A file with 64 streams gives about 5000 lines. */
  private static final int MOST = 20_000;

  private final Map<String, String> values = new HashMap<>();

  /** Takes one line; what is no {@code key=value}, is a tag, or comes after too many is skipped. */
  void line(String line) {
    int equals = line.indexOf('=');
    if (equals <= 0 || values.size() >= MOST) {
      return;
    }
    String key = line.substring(0, equals);
    if ((!key.contains(".tags.") || isRead(key)) && !key.contains("displaymatrix")) {
      values.put(key, unquoted(line.substring(equals + 1)));
    }
  }

  private static boolean isRead(String tag) {
    return tag.startsWith("streams.") && TAGS.stream().anyMatch(tag::endsWith);
  }

  private static String unquoted(String value) {
    if (value.length() < 2 || value.charAt(0) != '"') {
      return value;
    }
    StringBuilder text = new StringBuilder(value.length());
    int end = value.charAt(value.length() - 1) == '"' ? value.length() - 1 : value.length();
    for (int i = 1; i < end; i++) {
      char c = value.charAt(i);
      // The next character stands for itself; of \n and \r the letter is enough for us.
      text.append(c == '\\' && i + 1 < end ? value.charAt(++i) : c);
    }
    return text.toString();
  }

  /** Empty also for {@code N/A} and {@code unknown} (MD-14). */
  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key))
        .filter(value -> !value.isEmpty() && !value.equals("N/A") && !value.equals("unknown"));
  }

  OptionalLong number(String key) {
    try {
      return text(key).map(Long::parseLong).map(OptionalLong::of).orElse(OptionalLong.empty());
    } catch (NumberFormatException notANumber) {
      return OptionalLong.empty();
    }
  }

  boolean isSet(String key) {
    return number(key).orElse(0) != 0;
  }
}
