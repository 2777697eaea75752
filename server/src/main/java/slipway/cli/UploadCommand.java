package slipway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import slipway.json.JsonValue.JsonObject;

/** {@code slipway upload FILE}. */
@Command(
    name = "upload",
    description = "Uploads a file to a running server and waits until it can be watched.",
    mixinStandardHelpOptions = true)
final class UploadCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 300;

  @Parameters(paramLabel = "FILE", description = "The file to upload.")
  private Path file = Path.of("");

  @Option(names = "--name", description = "Name of the video; default is the file's name.")
  private @Nullable String name;

  @Option(names = "--account", defaultValue = "1", description = "Number of the account.")
  private long account;

  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IOException(file + " is not a file that can be read");
    }
    AdminClient client = connection.client();
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("name", name == null ? String.valueOf(file.getFileName()) : name);
    wish.put("account", account);
    JsonObject ticket = client.post("/admin/videos", wish);
    String id = ticket.object("video").flatMap(v -> v.string("id")).orElseThrow();
    String endpoint = ticket.object("upload").flatMap(u -> u.string("tusEndpoint")).orElseThrow();
    new ResumableUpload(client.http(), file).to(endpoint);
    return await(client, id);
  }

  private static int await(AdminClient client, String id) throws IOException, InterruptedException {
    String shown = "";
    while (true) {
      JsonObject video = client.get("/admin/videos/" + id);
      String phase = video.string("phase").orElse("");
      if (!phase.equals(shown)) {
        System.out.println(phase);
        shown = phase;
      }
      if (phase.equals("Ready")) {
        System.out.println(
            video.object("playback").flatMap(p -> p.string("hls")).orElse("no playback"));
        return 0;
      }
      if (phase.equals("Failed")) {
        System.out.println(video.string("reason").orElse("no reason given"));
        return 1;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
