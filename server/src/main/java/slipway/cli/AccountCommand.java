package slipway.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;

/** {@code slipway account [NAME]}. */
@Command(
    name = "account",
    description = "Lists the accounts of a running server, or opens one with the given name.",
    mixinStandardHelpOptions = true)
final class AccountCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of an account to open.")
  private @Nullable String name;

  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() throws IOException, InterruptedException {
    AdminClient client = connection.client();
    if (name != null) {
      print(client.post("/admin/accounts", Map.of("name", name)));
      return 0;
    }
    for (JsonValue account : client.get("/admin/accounts").elements("accounts").orElse(List.of())) {
      if (account instanceof JsonObject object) {
        print(object);
      }
    }
    return 0;
  }

  private static void print(JsonObject account) {
    System.out.printf(
        "%s  %s%n", account.number("id").orElseThrow(), account.string("name").orElse(""));
    account.string("apiKey").ifPresent(key -> System.out.println("   API key     " + key));
    account
        .object("livepeer")
        .ifPresent(
            ids -> System.out.println("   Livepeer    userId " + ids.string("userId").orElse("")));
    account
        .object("cloudflare")
        .ifPresent(ids ->
            System.out.println("   Cloudflare  account_id " + ids.string("accountId").orElse("")));
    account
        .object("gcore")
        .ifPresent(ids ->
            System.out.println("   Gcore       client_id " + ids.number("clientId").orElseThrow()));
  }
}
