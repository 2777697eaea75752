package slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import slipway.config.Secret;
import slipway.migration.vendor.LivepeerLibrary;

/** {@code slipway import livepeer}. */
@Command(
    name = "livepeer",
    description =
        "The assets of Livepeer Studio, or of a server that speaks its API, with LIVEPEER_API_KEY.",
    mixinStandardHelpOptions = true)
final class ImportLivepeer implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "<url>",
      defaultValue = "https://livepeer.studio/api",
      description = "What stands before /asset; default is ${DEFAULT-VALUE}.")
  private URI from = URI.create("https://livepeer.studio/api");

  @Mixin private VendorKey vendorKey = new VendorKey();

  @Mixin private ImportRun run = new ImportRun();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Secret secret = vendorKey.find("LIVEPEER_API_KEY");
    return run.bring(
        from, "Livepeer", new Secret("Bearer " + secret.reveal()), LivepeerLibrary::new);
  }
}
