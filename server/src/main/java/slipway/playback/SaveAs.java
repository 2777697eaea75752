package slipway.playback;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.http.Request;

/** The name under which a browser saves a file: {@code ?download} and {@code ?download=<name>}. */
final class SaveAs {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,254}");

  private SaveAs() {}

  /**
   * What was asked for; empty where a browser may play it.
   *
   * @param name matched: the file's own name, whose second group is its ending
   */
  static Optional<String> wanted(Request request, Matcher name) {
    return request.query().first("download").map(wish -> fileName(wish, name));
  }

  private static String fileName(String wish, Matcher name) {
    String ending = "." + name.group(2);
    return PLAIN.matcher(wish).matches()
        ? wish.endsWith(ending) ? wish : wish + ending
        : name.group();
  }

  static String disposition(String fileName) {
    return "attachment; filename=\"" + fileName + "\"";
  }
}
