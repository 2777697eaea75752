package slipway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import slipway.migration.archive.Archive;
import slipway.migration.archive.ArchiveLibrary;

/** {@code slipway import archive DIR}. */
@Command(
    name = "archive",
    description = "From a folder that ./slipway export wrote; ids are kept where they are free.",
    mixinStandardHelpOptions = true)
final class ImportArchive implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The folder.")
  private Path folder = Path.of("");

  @Mixin private ImportRun run = new ImportRun();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return run.bring(new ArchiveLibrary(new Archive(folder)));
  }
}
