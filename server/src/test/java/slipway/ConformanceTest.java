package slipway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import slipway.testing.GeneratedFile;
import slipway.testing.Repository;

/**
 * Makes {@code docs/conformance.md}: each contract row that a test names, the tests that name it,
 * and the rows of {@code docs/conformance-open.txt} with the reason why they wait.
 */
final class ConformanceTest {
  private static final Pattern ROW =
      Pattern.compile("\\b(?:LP|CF|GC|TUS|MD|REL)-\\d{1,3}[a-z]?\\b");
  private static final Pattern TEST = Pattern.compile(".*(?:Test\\.java|\\.test\\.js)");
  private static final Comparator<String> BY_FAMILY_AND_NUMBER =
      Comparator.<String, String>comparing(row -> row.substring(0, row.indexOf('-')))
          .thenComparingInt(row -> Integer.parseInt(row.replaceAll("[^0-9]", "")))
          .thenComparing(Comparator.naturalOrder());

  private final TreeMap<String, TreeSet<String>> tests = new TreeMap<>(BY_FAMILY_AND_NUMBER);

  @Test
  void the_page_names_every_row_that_a_test_proves() throws IOException {
    collect(Repository.root().resolve("server/src/test/java/slipway"));
    collect(Repository.root().resolve("e2e/test"));
    var page = new StringBuilder("# Conformance\n\nMade from the row ids that tests name.\n\n");
    page.append("| row | tests | state |\n|---|---|---|\n");
    tests.forEach((row, names) ->
        page.append("| %s | %s | has a test |\n".formatted(row, String.join(", ", names))));
    Path open = Repository.root().resolve("docs/conformance-open.txt");
    for (String line : Files.readAllLines(open)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(" ", /* limit= */ 2);
        page.append("| %s | – | %s |\n".formatted(parts[0], parts[1]));
      }
    }
    GeneratedFile.assertUpToDate("docs/conformance.md", page.toString());
  }

  private void collect(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.filter(file -> TEST.matcher(file.toString()).matches()).forEach(this::read);
    }
  }

  private void read(Path test) {
    try {
      String name = test.getFileName().toString().replace(".java", "");
      var rows = ROW.matcher(Files.readString(test)).results().collect(Collectors.toList());
      rows.forEach(row -> tests.computeIfAbsent(row.group(), r -> new TreeSet<>()).add(name));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
