package slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import slipway.app.Launch;
import slipway.config.Secret;
import slipway.migration.Migration;
import slipway.migration.MigrationReport;
import slipway.migration.VendorLibrary;
import slipway.migration.vendor.VendorApi;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;

/** What all imports have in common: options, the bar, the report. */
final class ImportRun {
  @Option(
      names = "--account",
      paramLabel = "<number>",
      defaultValue = "1",
      description = "Number of the account that the videos are brought into; default is 1.")
  private long account;

  @Option(
      names = "--no-ladder",
      description = "Makes no smaller renditions: what browsers play as it is, is only looked at.")
  private boolean withoutLadder;

  @Option(
      names = "--retry-failed",
      description = "Fetches again what could not be fetched in an earlier run.")
  private boolean retryFailed;

  @Option(
      names = "--library",
      paramLabel = "<name>",
      description =
          "What the ledger calls this library; default is its host and account. Videos of the same"
              + " id in the same library are the same.")
  private @Nullable String library;

  @Option(
      names = "--report",
      paramLabel = "<file>",
      description =
          "Where the report is written as JSON; default is slipway-import-SOURCE-TIME.json.")
  private @Nullable Path report;

  @Mixin private Connection connection = new Connection();

  /** The name that was asked for, or this one. */
  String library(String usual) {
    return library == null ? usual : library;
  }

  /** Brings a library over that lies behind an API. */
  int bring(
      URI from, String vendor, Secret authorization, Function<VendorApi, VendorLibrary> reader)
      throws IOException, InterruptedException {
    Connection.checked(from.toString(), "--from");
    try (Outgoing outgoing = new Outgoing(reaching(from), Resolver.system())) {
      return bring(
          reader.apply(new VendorApi(outgoing, vendor, from, authorization, Thread::sleep)));
    }
  }

  /** The operator names this host, so it may also be one of the operator's own network. */
  private static OutgoingSettings reaching(URI from) {
    OutgoingSettings settings = Launch.settings(List.of()).outgoing();
    List<String> hosts = new ArrayList<>(settings.allowedHosts());
    hosts.add(from.getRawAuthority().toLowerCase(Locale.ROOT));
    return new OutgoingSettings(
        settings.allowPrivateTargets(), hosts, settings.connectTimeout(), settings.idleTimeout());
  }

  /** Brings a library over; 0 when all of it is here, 1 when something failed or was left out. */
  int bring(VendorLibrary source) throws IOException, InterruptedException {
    Instant start = Launch.clock().instant();
    String name = library(source.library());
    ServerDestination destination =
        new ServerDestination(
            connection.client(),
            new ServerDestination.Target(account, source.vendor(), name, !withoutLadder),
            Thread::sleep);
    AtomicReference<@Nullable ProgressBar> shown = new AtomicReference<>();
    Migration migration =
        new Migration(
            source,
            destination,
            retryFailed,
            progress -> show(shown.get(), progress),
            Thread::sleep);
    Path file = report == null ? usual(source.vendor(), start) : report;
    boolean finished = false;
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("import")
            .setInitialMax(0)
            .setStyle(ProgressBarStyle.ASCII)
            .setUnit(" videos", 1)
            .build()) {
      shown.set(bar);
      migration.run();
      finished = true;
    } finally {
      Duration took = Duration.between(start, Launch.clock().instant());
      new ImportReport(
              source.vendor(),
              name,
              account,
              start,
              took,
              finished,
              source.notes(),
              migration.report())
          .tell(System.out, file);
    }
    return migration.report().rows().stream().allMatch(MigrationReport.Row::isGood) ? 0 : 1;
  }

  /** Another file for each run, so that none hides what an earlier one told. */
  private static Path usual(String vendor, Instant start) {
    String time = start.truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:]", "");
    return Path.of("slipway-import-" + vendor + "-" + time + ".json");
  }

  private static void show(@Nullable ProgressBar bar, Migration.Progress progress) {
    if (bar == null) {
      return;
    }
    bar.maxHint(progress.listed());
    bar.stepTo(progress.ended());
    bar.setExtraMessage(progress.listedAll() ? "" : "still reading the library");
  }
}
