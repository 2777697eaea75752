package slipway.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import slipway.app.Launch;
import slipway.config.Secret;

/**
 * Where the key of another service comes from: a file, the environment, or the keyboard; never from
 * the command line, which everybody on the machine can read. It stays in this process.
 */
final class VendorKey {
  private static final long LONGEST = 16 * 1024;

  @Option(
      names = "--key-file",
      paramLabel = "<file>",
      description =
          "A file with the service's key; default is the environment, else it is asked for.")
  private @Nullable Path file;

  /**
   * The key.
   *
   * @param name of the variable in which it is looked for
   */
  @SuppressWarnings("SystemConsoleNull") // it is @Nullable to NullAway
  Secret find(String name) throws IOException {
    String text = file != null ? read(file) : Launch.variable(name).orElse("");
    Console console = System.console();
    if (text.isBlank() && file == null && console != null && console.isTerminal()) {
      char[] typed = console.readPassword("%s: ", name);
      text = typed == null ? "" : new String(typed);
    }
    if (text.isBlank() || !text.strip().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IOException(
          "no key: set " + name + ", or give --key-file with a file that holds it");
    }
    return new Secret(text.strip());
  }

  private static String read(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) > LONGEST) {
      throw new IOException("--key-file: " + file + " is no file with a key that can be read");
    }
    return Files.readString(file);
  }
}
