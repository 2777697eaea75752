package slipway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.migration.OneLine;
import slipway.migration.archive.Archive;

/** {@code slipway export DIR}. */
@Command(
    name = "export",
    description =
        "Writes the original files of a running server's videos into a folder, with what is known"
            + " of them and their SHA-256. Run it again to go on, or to add what is new.",
    mixinStandardHelpOptions = true,
    footer = {"", "What lies where in the folder: docs/operating/migrating.md"})
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The folder; it is made when it is not there.")
  private Path folder = Path.of("");

  @Option(
      names = "--account",
      paramLabel = "<number>",
      description = "Only the videos of this account; default is all.")
  private @Nullable Long account;

  @Option(
      names = "--verify",
      description = "Only reads the folder, without a server, and names what is damaged.")
  private boolean verify;

  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return verify ? check(new Archive(folder)) : write(new Archive(folder));
  }

  private int write(Archive archive) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    AdminClient client = connection.client();
    OriginalDownload download = new OriginalDownload(client, archive);
    int failed = 0;
    int whole = 0;
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("export")
            .setInitialMax(0)
            .setStyle(ProgressBarStyle.ASCII)
            .setUnit(" videos", 1)
            .build()) {
      String after = "0";
      while (after != null) {
        String query = "?after=" + after + (account == null ? "" : "&account=" + account);
        JsonObject page = client.get("/admin/migration/originals" + query);
        List<JsonValue> videos = page.elements("videos").orElse(List.of());
        bar.maxHint(bar.getCurrent() + videos.size());
        for (JsonValue video : videos) {
          Optional<String> trouble = download.bring((JsonObject) video);
          trouble.ifPresent(sentence -> tell((JsonObject) video, sentence));
          failed += trouble.isPresent() ? 1 : 0;
          whole += trouble.isPresent() ? 0 : 1;
          bar.step();
        }
        after = page.string("next").orElse(null);
      }
    }
    archive.writeSums();
    System.out.printf(
        "%n%d videos in %s, %d left out. Check them with --verify, or with sha256sum -c.%n",
        whole, folder, failed);
    return failed == 0 ? 0 : 1;
  }

  private static void tell(JsonObject video, String sentence) {
    System.out.printf(
        "%n  %s  %s  %s%n",
        video.string("id").orElse(""),
        OneLine.of(video.string("name").orElse(""), /* most= */ 40),
        OneLine.of(sentence, /* most= */ 300));
  }

  private static int check(Archive archive) throws IOException {
    int good = 0;
    int bad = 0;
    for (UUID id : archive.ids()) {
      Optional<Archive.Entry> entry = archive.find(id);
      boolean whole = entry.isPresent() && archive.isSound(entry.get());
      good += whole ? 1 : 0;
      bad += whole ? 0 : 1;
      if (!whole) {
        System.out.println(
            "videos/"
                + id
                + (entry.isEmpty() ? " is not whole" : " has another SHA-256 than was written"));
      }
    }
    System.out.printf("%d videos as they were written, %d not.%n", good, bad);
    return bad == 0 ? 0 : 1;
  }
}
