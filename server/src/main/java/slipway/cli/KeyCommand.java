package slipway.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import slipway.json.JsonValue.JsonObject;

/** {@code slipway key}. */
@Command(
    name = "key",
    description = "Makes one more API key on a running server and shows it this once.",
    mixinStandardHelpOptions = true)
final class KeyCommand implements Callable<Integer> {
  @Option(names = "--account", defaultValue = "1", description = "Number of the account.")
  private long account;

  @Option(names = "--name", defaultValue = "command line", description = "Name of the key.")
  private String name = "";

  @Option(
      names = "--cors-origin",
      paramLabel = "<origin>",
      description =
          "A web page's origin that may use the key; such a key may only upload and read single"
              + " videos. May be repeated; * allows all.")
  private List<String> origins = new ArrayList<>();

  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonObject made =
        connection
            .client()
            .post(
                "/admin/accounts/" + account + "/keys",
                Map.of("name", name, "corsOrigins", origins));
    System.out.println(made.string("apiKey").orElseThrow());
    return 0;
  }
}
