package slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import slipway.config.Secret;
import slipway.migration.vendor.MuxLibrary;

/** {@code slipway import mux}. */
@Command(
    name = "mux",
    description =
        "The assets of a Mux environment, with MUX_TOKEN_ID and MUX_TOKEN_SECRET (it must be"
            + " allowed to write, as access to masters has to be asked for).",
    mixinStandardHelpOptions = true)
final class ImportMux implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "<url>",
      defaultValue = "https://api.mux.com",
      description = "What stands before /video; default is ${DEFAULT-VALUE}.")
  private URI from = URI.create("https://api.mux.com");

  @Option(
      names = "--token-id",
      paramLabel = "<id>",
      required = true,
      defaultValue = "${env:MUX_TOKEN_ID}",
      description = "The id of the access token; default is MUX_TOKEN_ID.")
  private String tokenId = "";

  @Option(names = "--streams", hidden = true, defaultValue = "https://stream.mux.com")
  private URI streams = URI.create("https://stream.mux.com");

  @Mixin private VendorKey vendorKey = new VendorKey();

  @Mixin private ImportRun run = new ImportRun();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Secret secret = vendorKey.find("MUX_TOKEN_SECRET");
    return run.bring(from, "Mux", basic(secret), api -> new MuxLibrary(api, streams));
  }

  private Secret basic(Secret secret) {
    byte[] pair = (tokenId + ":" + secret.reveal()).getBytes(StandardCharsets.UTF_8);
    return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
  }
}
