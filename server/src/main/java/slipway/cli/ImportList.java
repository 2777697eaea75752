package slipway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import slipway.migration.list.UrlList;

/** {@code slipway import list FILE}. */
@Command(
    name = "list",
    description =
        "From a list of URLs: a CSV file whose first line names the columns, or a .json array of"
            + " objects. Columns: url (needed), id, name, creator, createdAt, access (public or"
            + " token), origins; others are kept as details.",
    mixinStandardHelpOptions = true)
final class ImportList implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The list.")
  private Path file = Path.of("");

  @Mixin private ImportRun run = new ImportRun();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return run.bring(UrlList.read(file, run.library("urls")));
  }
}
