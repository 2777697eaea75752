package slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import slipway.app.Launch;
import slipway.app.ServerSettings;

/**
 * Options by which a command finds a running server; without them it takes the server's settings.
 */
final class Connection {
  @Option(
      names = "--url",
      paramLabel = "<url>",
      description = "Base URL of the server; default is where this folder's settings put it.")
  private @Nullable String url;

  @Option(
      names = "--admin-key",
      paramLabel = "<key>",
      description = "The admin key; default is SLIPWAY_ADMIN_KEY or the one in the data folder.")
  private @Nullable String adminKey;

  AdminClient client() throws IOException {
    ServerSettings settings = Launch.settings(List.of());
    String base = url != null ? checked(url) : settings.localUrl();
    return new AdminClient(
        base, adminKey != null ? adminKey : key(settings), settings.ownCertificate());
  }

  /** A base URL as people type it, or a sentence that says how to write one. */
  static String checked(String url) throws IOException {
    return checked(url, "--url");
  }

  /** The same for another option. */
  static String checked(String url, String option) throws IOException {
    try {
      URI parsed = new URI(url);
      String scheme = String.valueOf(parsed.getScheme());
      if (parsed.getHost() != null
          && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
        return url;
      }
    } catch (URISyntaxException _) {
      // The sentence below says it better.
    }
    throw new IOException(option + ": \"" + url + "\" is no URL such as http://127.0.0.1:8080");
  }

  private static String key(ServerSettings settings) throws IOException {
    if (settings.chosenAdminKey().isPresent()) {
      return settings.chosenAdminKey().get().reveal();
    }
    Path file = settings.data().resolve("admin-key");
    if (!Files.isReadable(file)) {
      throw new IOException(
          "no admin key: start the server once, set SLIPWAY_ADMIN_KEY, or give --admin-key");
    }
    return Files.readString(file).strip();
  }
}
