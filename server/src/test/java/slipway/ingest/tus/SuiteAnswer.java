package slipway.ingest.tus;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.http.Headers;
import slipway.http.Response;

/**
 * What an answer must be: {@code 400 or 409 | Upload-Offset: 5 | Location ~ ^https | -Upload-Length
 * | text ~ ^ERR_}. That is one of the statuses, a field of exactly this value, one in which the
 * expression is found, one that must not be there, and an expression for the body. A name alone
 * must only be there.
 */
record SuiteAnswer(List<String> statuses, List<String> demands) {
  private static final Pattern DEMAND =
      Pattern.compile("(?<name>[A-Za-z-]+)(?:(?<how>:| ~) (?<value>.*))?");

  SuiteAnswer {
    statuses = List.copyOf(statuses);
    demands = List.copyOf(demands);
  }

  /** Reads one. */
  static SuiteAnswer of(String text) {
    List<String> parts = Arrays.stream(text.split(" \\| ", -1)).map(String::strip).toList();
    return new SuiteAnswer(
        List.of(parts.getFirst().split(" or ", -1)), parts.subList(1, parts.size()));
  }

  /**
   * What came.
   *
   * @param status {@code hangup} when the line was cut instead of an answer
   */
  record Given(String status, Headers headers, String text) {
    static final Given HANGUP = new Given("hangup", Headers.EMPTY, "");

    static Given of(Response response) {
      return new Given(
          Integer.toString(response.status()), response.headers(), TusClient.text(response));
    }
  }

  /** The demands that an answer does not meet. */
  List<String> unmetBy(Given given) {
    if (!statuses.contains(given.status)) {
      return List.of("status " + String.join(" or ", statuses));
    }
    return demands.stream().filter(demand -> !isMet(demand, given)).toList();
  }

  private static boolean isMet(String demand, Given given) {
    if (demand.startsWith("-")) {
      return !given.headers.has(demand.substring(1));
    }
    Matcher matcher = DEMAND.matcher(demand);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no demand on an answer: " + demand);
    }
    String name = matcher.group("name");
    if (!name.equals("text") && !given.headers.has(name)) {
      return false;
    }
    String found = name.equals("text") ? given.text : given.headers.first(name).orElseThrow();
    return switch (matcher.group("how")) {
      case ":" -> found.equals(matcher.group("value"));
      case " ~" -> Pattern.compile(matcher.group("value")).matcher(found).find();
      case null -> true;
      default -> throw new AssertionError(demand);
    };
  }
}
