package slipway.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.json.Json;
import slipway.migration.MigrationReport;
import slipway.migration.MigrationReport.Outcome;
import slipway.migration.MigrationReport.Row;
import slipway.migration.OneLine;

/** Tells how an import went: a table for a person, a file for a program. */
record ImportReport(
    String vendor,
    String library,
    long account,
    Instant start,
    Duration took,
    boolean finished,
    List<String> notes,
    MigrationReport made) {
  private static final int MOST_SHOWN = 20;

  private record Written(
      String vendor,
      String library,
      long account,
      Instant startedAt,
      double seconds,
      boolean finished,
      Map<String, Integer> counts,
      List<String> notes,
      List<Row> videos) {}

  void tell(PrintStream out, Path file) throws IOException {
    write(file);
    out.printf("%n%s, %s into account %d, %d s%n", vendor, library, account, took.toSeconds());
    if (!finished) {
      out.println("It was broken off; run it again to go on.");
    }
    notes.forEach(note -> out.println("  " + OneLine.of(note, /* most= */ 300)));
    out.printf("  imported      %7d%n", made.count(Outcome.IMPORTED));
    out.printf("  here already  %7d%n", made.count(Outcome.HERE_ALREADY));
    out.printf("  failed        %7d%n", made.count(Outcome.FAILED));
    out.printf("  left out      %7d%n", made.count(Outcome.SKIPPED));
    made.rows().stream()
        .filter(row -> !row.isGood())
        .limit(MOST_SHOWN)
        .forEach(row ->
            out.printf(
                "  %s  %s  %s%n",
                OneLine.of(row.id(), /* most= */ 60),
                OneLine.of(row.name(), /* most= */ 40),
                OneLine.of(String.valueOf(row.reason()), /* most= */ 300)));
    long more = made.rows().stream().filter(row -> !row.isGood()).count() - MOST_SHOWN;
    if (more > 0) {
      out.printf("  … and %d more%n", more);
    }
    out.println("Report: " + file.toAbsolutePath());
  }

  /** Whole or not at all. */
  private void write(Path file) throws IOException {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("imported", made.count(Outcome.IMPORTED));
    counts.put("hereAlready", made.count(Outcome.HERE_ALREADY));
    counts.put("failed", made.count(Outcome.FAILED));
    counts.put("leftOut", made.count(Outcome.SKIPPED));
    byte[] text =
        Json.write(
            new Written(
                vendor,
                library,
                account,
                start,
                took.toMillis() / 1000.0,
                finished,
                counts,
                notes,
                made.rows()));
    Path absolute = file.toAbsolutePath();
    Path half = absolute.resolveSibling(absolute.getFileName() + ".part");
    Files.write(half, text);
    Files.move(half, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
