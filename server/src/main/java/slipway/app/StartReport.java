package slipway.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Account;
import slipway.dashboard.HealthReport;
import slipway.http.Origin;

/** What is printed when the server is up: where everything is, and keys that were made just now. */
final class StartReport {
  private StartReport() {}

  static String of(
      Origin origin,
      String data,
      Optional<Path> ownCertificate,
      Account account,
      @Nullable String newApiKey,
      @Nullable String newAdminKey,
      HealthReport health,
      List<String> warnings) {
    String key = newApiKey == null ? "(the key you have)" : newApiKey;
    StringBuilder text = new StringBuilder();
    text.append("\nSlipway is up.\n\n");
    line(text, "Dashboard", origin.url("/"));
    line(
        text,
        "Admin key",
        newAdminKey == null
            ? "(as set, or in " + data + "/admin-key)"
            : newAdminKey + "   (kept in " + data + "/admin-key)");
    line(text, "Livepeer", origin.url("/api") + "   Authorization: Bearer " + key);
    line(
        text,
        "Cloudflare",
        origin.url("/client/v4") + "/accounts/" + account.accountId() + "/stream   the same key");
    line(text, "Gcore", origin + "   Authorization: APIKey " + key);
    line(text, "tus", origin.url("/files/"));
    line(text, "All of it", origin.url("/docs"));
    ownCertificate.ifPresent(
        file -> line(text, "TLS", "self-signed; clients have to trust " + file));
    line(text, "Data", data);
    health.facts().forEach(fact -> text.append("  ").append(fact).append('\n'));
    health.problems().forEach(problem -> text.append("  ! ").append(problem).append('\n'));
    warnings.forEach(warning -> text.append("  ! ").append(warning).append('\n'));
    if (newApiKey != null) {
      text.append("\nThe API key is shown only now; `./slipway key` makes more.\n");
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-11s %s%n".formatted(name, value));
  }
}
