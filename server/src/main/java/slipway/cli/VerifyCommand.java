package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;
import slipway.app.Verify;

/** {@code slipway verify}. */
@Command(
    name = "verify",
    description = "Reads everything that is stored and names what is damaged, file and bytes.",
    footer = {
      "",
      "Stop the server first, or run it on a copy of the data folder (--data=...).",
      "Ends with 0 when all is well and with 1 when something is damaged."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Unmatched private final List<String> flags = new ArrayList<>();

  @Override
  public Integer call() {
    Verify.Found found = Verify.run(flags, System.out::println);
    System.out.printf(
        "%d videos read, %s%n",
        found.videos(),
        found.damages() == 0 ? "all of them as they were stored." : found.damages() + " damages.");
    return found.damages() == 0 ? 0 : 1;
  }
}
