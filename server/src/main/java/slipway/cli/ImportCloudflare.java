package slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import slipway.app.Launch;
import slipway.config.Secret;
import slipway.migration.vendor.CloudflareLibrary;

/** {@code slipway import cloudflare}. */
@Command(
    name = "cloudflare",
    description =
        "The videos of a Cloudflare Stream account, with CLOUDFLARE_API_TOKEN (it must be allowed"
            + " to edit Stream, as downloads have to be made).",
    mixinStandardHelpOptions = true)
final class ImportCloudflare implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "<url>",
      defaultValue = "https://api.cloudflare.com/client/v4",
      description = "What stands before /accounts; default is ${DEFAULT-VALUE}.")
  private URI from = URI.create("https://api.cloudflare.com/client/v4");

  @Option(
      names = "--cloudflare-account",
      paramLabel = "<id>",
      required = true,
      description = "The account's id there, 32 characters.")
  private String account = "";

  @Mixin private VendorKey vendorKey = new VendorKey();

  @Mixin private ImportRun run = new ImportRun();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Secret secret = vendorKey.find("CLOUDFLARE_API_TOKEN");
    return run.bring(
        from,
        "Cloudflare",
        new Secret("Bearer " + secret.reveal()),
        api -> new CloudflareLibrary(api, account, Launch.clock()));
  }
}
