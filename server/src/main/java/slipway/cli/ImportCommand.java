package slipway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipway import}: one subcommand for each place that videos come from. */
@Command(
    name = "import",
    description =
        "Brings a library of videos over to a running server, from another service or from a list"
            + " of URLs. Run it again after anything: each video comes exactly once.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "SOURCE",
    subcommands = {
      ImportList.class,
      ImportLivepeer.class,
      ImportCloudflare.class,
      ImportGcore.class,
      ImportMux.class,
      ImportArchive.class
    },
    footer = {"", "How to, service by service: docs/operating/migrating.md"})
final class ImportCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        new CommandLine(spec), "say where from: list, livepeer, cloudflare, gcore, mux or archive");
  }
}
