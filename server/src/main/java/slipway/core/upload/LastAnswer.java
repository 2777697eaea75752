package slipway.core.upload;

import java.util.List;

/**
 * What a door added to the answer that ended an upload; given again whenever the client asks again,
 * as the answer may have been lost (TUS-281).
 *
 * @param fields header fields as lines {@code Name: value}
 * @param body a text, empty when there is none
 */
public record LastAnswer(List<String> fields, String body) {
  public LastAnswer {
    fields = List.copyOf(fields);
    for (String field : fields) {
      if (field.indexOf(':') < 1 || field.indexOf('\n') >= 0 || field.indexOf('\r') >= 0) {
        throw new IllegalArgumentException("no header field: " + field);
      }
    }
  }

  /** From lines, as {@link #lines} gives them. */
  public static LastAnswer of(String lines, String body) {
    return new LastAnswer(lines.isEmpty() ? List.of() : List.of(lines.split("\n", -1)), body);
  }

  /** The fields as one text. */
  public String lines() {
    return String.join("\n", fields);
  }
}
