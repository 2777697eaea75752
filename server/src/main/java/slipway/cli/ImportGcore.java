package slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import slipway.config.Secret;
import slipway.migration.Access;
import slipway.migration.vendor.GcoreLibrary;

/** {@code slipway import gcore}. */
@Command(
    name = "gcore",
    description = "The videos of Gcore Video Hosting, with GCORE_API_KEY.",
    mixinStandardHelpOptions = true)
final class ImportGcore implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "<url>",
      defaultValue = "https://api.gcore.com",
      description = "What stands before /streaming; default is ${DEFAULT-VALUE}.")
  private URI from = URI.create("https://api.gcore.com");

  @Option(
      names = "--access",
      required = true,
      paramLabel = "<public|token>",
      description =
          "Who may watch the videos here: everybody, or whoever shows a token. Gcore protects whole"
              + " accounts, and its API does not say whether yours is.")
  private Watchers access = Watchers.PUBLIC;

  /** The ways to say it. */
  enum Watchers {
    PUBLIC,
    TOKEN
  }

  @Mixin private VendorKey vendorKey = new VendorKey();

  @Mixin private ImportRun run = new ImportRun();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Secret secret = vendorKey.find("GCORE_API_KEY");
    return run.bring(
        from,
        "Gcore",
        new Secret("APIKey " + secret.reveal()),
        api -> new GcoreLibrary(api, Access.of(access == Watchers.TOKEN, List.of())));
  }
}
