package slipway.ingest.tus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One test of a public suite, as a row of a table in {@code contract/tus-suites}: its name there, a
 * title in our words, and what is sent and answered, line by line.
 *
 * <p>A table is text. What begins at the left margin is a name and a title, what is indented is a
 * line that {@link SuiteStage} plays, {@code #} begins a remark.
 *
 * @param name as the suite has it
 */
record SuiteScenario(String table, String name, String title, List<String> lines) {

  SuiteScenario {
    lines = List.copyOf(lines);
  }

  /** Whether the requests say which version of tus they speak. */
  boolean speaksTus() {
    return !table.startsWith("ietf");
  }

  /** All scenarios of a table, in its order. */
  static List<SuiteScenario> table(String table) {
    List<SuiteScenario> scenarios = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    String head = "";
    for (String line : text(table).lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith(" ")) {
        lines.add(line.strip());
        continue;
      }
      add(scenarios, table, head, lines);
      head = line.strip();
      lines.clear();
    }
    add(scenarios, table, head, lines);
    return scenarios;
  }

  private static void add(
      List<SuiteScenario> scenarios, String table, String head, List<String> lines) {
    if (!head.isEmpty()) {
      String[] words = head.split(" +", /* limit= */ 2);
      scenarios.add(new SuiteScenario(table, words[0], words[1], lines));
    }
  }

  private static String text(String table) {
    String name = "/contract/tus-suites/" + table + ".txt";
    try (InputStream in =
        Objects.requireNonNull(SuiteScenario.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name + " " + title;
  }
}
