package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
  @Unmatched private final List<String> flags = new ArrayList<>();

  @Override
  public Integer call() {
    var server = Launch.serve(flags, Main.version(), System.out);
    return server.port() > 0 ? Main.STAYS : 1;
  }
}
