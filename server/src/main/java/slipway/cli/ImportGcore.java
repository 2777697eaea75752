package slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import slipway.config.Secret;
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

  @Option(names = "--key", hidden = true, defaultValue = "${env:GCORE_API_KEY}")
  private @Nullable String key;

  @Mixin private VendorKey vendorKey = new VendorKey();

  @Mixin private ImportRun run = new ImportRun();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Secret secret = vendorKey.find("GCORE_API_KEY", key);
    return run.bring(from, "Gcore", new Secret("APIKey " + secret.reveal()), GcoreLibrary::new);
  }
}
