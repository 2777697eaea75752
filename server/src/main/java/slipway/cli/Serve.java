package slipway.cli;

import static java.util.regex.Pattern.DOTALL;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;
import slipway.app.Launch;

/** {@code slipway serve}. */
@Command(
    name = "serve",
    description = "Starts the server and stays until it is told to stop.",
    footer = {
      "",
      "Every setting can be given as a flag: --http.port=8080; see docs/operating/settings.md."
    },
    mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
  /** Not {@code --help=…} and {@code --version=…}, which are the library's. */
  private static final Pattern SETTING = Pattern.compile("--(?!help=|version=)[^=]+=.*", DOTALL);

  @Unmatched private final List<String> flags = new ArrayList<>();

  /**
   * Whether these words are this command and nothing but settings, each in one word: what service
   * units and containers say. The library for commands has nothing to read there, and would take a
   * fifth of the start, for the JVM keeps classes as old as its in no cache.
   */
  static boolean isPlain(String... words) {
    return words.length > 0
        && words[0].equals("serve")
        && Arrays.stream(words).skip(1).allMatch(word -> SETTING.matcher(word).matches());
  }

  /** Does what the library would do with plain words, and answers the code of the process. */
  @SuppressWarnings("CatchAndPrintStackTrace") // the last who can say it
  static int plainly(String... words) {
    Serve serve = new Serve();
    serve.flags.addAll(Arrays.asList(words).subList(1, words.length));
    try {
      return serve.call();
    } catch (RuntimeException failure) {
      Failures.sentence(failure).ifPresentOrElse(System.err::println, failure::printStackTrace);
      return 1;
    }
  }

  @Override
  public Integer call() {
    var server = Launch.serve(flags, Main.version(), System.out);
    return server.port() > 0 ? Main.STAYS : 1;
  }
}
