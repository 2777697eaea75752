package slipway.dashboard;

import java.io.IOException;
import java.util.regex.Pattern;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.json.Json;

/** Reads the small bodies of our own API. */
final class Bodies {
  private static final int MOST = 16 * 1024;
  private static final int LONGEST_NAME = 200;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private Bodies() {}

  static <T> T read(Request request, Class<T> type) throws IOException {
    return Json.read(request.body().readAll(MOST), type);
  }

  /**
   * The name, if it can be one.
   *
   * @throws ProblemException {@link Problem.BadField}
   */
  static String name(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME || CONTROL.matcher(name).find()) {
      throw new ProblemException(
          new Problem.BadField("name", "must be 1 to " + LONGEST_NAME + " characters on one line"));
    }
    return name;
  }
}
