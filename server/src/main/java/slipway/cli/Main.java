package slipway.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The way in from the command line: {@code ./slipway <command>}. */
@Command(
    name = "slipway",
    description = "A self-hosted server for video uploads and video on demand.",
    versionProvider = Main.Version.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      Serve.class,
      Doctor.class,
      AccountCommand.class,
      KeyCommand.class,
      UploadCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      VerifyCommand.class,
      Rehearse.class,
      HelpCommand.class
    },
    footer = {
      "",
      "./slipway test runs all tests. Settings: docs/operating/settings.md, or --help of a command."
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    int code = Serve.isPlain(args) ? Serve.plainly(args) : Commands.run(args);
    if (code != STAYS) {
      System.exit(code);
    }
  }

  /** Apart, so that a plain {@code serve} loads nothing of the library that reads commands. */
  static final class Commands {
    static int run(String[] args) {
      CommandLine line = new CommandLine(new Main());
      line.setExecutionExceptionHandler(new Failures());
      line.setCaseInsensitiveEnumValuesAllowed(true);
      return line.execute(args);
    }
  }

  /** The command goes on in other threads; the process ends with them. */
  static final int STAYS = -1;

  /** The version of this build. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"slipway " + version()};
    }
  }
}
