package slipway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

/** REL-38: what has to be true for a start to leave the schema as it is without asking Flyway. */
@OnEveryDatabase
final class ScriptsTest {
  private static final Path FOLDERS = Path.of("src/main/resources/slipway/sql/migration");

  private final TestDatabase databases;
  private final Scripts scripts;

  ScriptsTest(TestDatabase databases) {
    this.databases = databases;
    this.scripts = new Scripts(databases.dialect());
  }

  /** One that was forgotten in the list would never run. */
  @Test
  void all_that_lie_in_the_folders_are_named() throws IOException {
    Collection<String> files =
        Stream.concat(files("common"), files(databases.dialect().folder())).toList();
    assertThat(scripts.checksums().keySet()).containsExactlyInAnyOrderElementsOf(files);
  }

  private static Stream<String> files(String folder) {
    return Arrays.stream(FOLDERS.resolve(folder).toFile().list());
  }

  @Test
  void a_database_that_has_taken_them_all_needs_nothing_more() throws SQLException {
    DatabaseSettings settings = databases.settings();
    try (Connection connection = connection(settings)) {
      assertThat(Migration.hasRun(scripts, connection)).as("nothing is there").isFalse();
    }
    databases.open(settings).close();
    try (Connection connection = connection(settings)) {
      assertThat(Migration.hasRun(scripts, connection)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM flyway_schema_history WHERE version = '100'",
        "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '2'",
        "UPDATE flyway_schema_history SET success = FALSE WHERE version = '100'",
        "UPDATE flyway_schema_history SET script = 'V1__other.sql' WHERE version = '1'",
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (999, '999', 'x', 'SQL', 'V999__x.sql', 1, 'x', 1, TRUE)",
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " SELECT 999, version, description, type, script, checksum, installed_by, 1, TRUE"
            + " FROM flyway_schema_history WHERE version = '1'",
        "DROP TABLE flyway_schema_history"
      })
  void whatever_is_odd_is_for_Flyway(String oddity) throws SQLException {
    DatabaseSettings settings = databases.settings();
    databases.open(settings).close();
    try (Connection connection = connection(settings);
        Statement statement = connection.createStatement()) {
      statement.execute(oddity);
      assertThat(Migration.hasRun(scripts, connection)).isFalse();
    }
  }

  /** A script that was edited after it ran, in the build and not in the database. */
  @Test
  void the_ends_of_lines_do_not_count_and_all_else_does() throws IOException {
    Scripts.Script script = new Scripts.Script("common/V1__house.sql");
    String text = Files.readString(FOLDERS.resolve("common/V1__house.sql"));
    assertThat(script.checksum())
        .isEqualTo(Scripts.checksum(text))
        .isEqualTo(Scripts.checksum(text.replace("\n", "\r\n")))
        .isNotEqualTo(Scripts.checksum(text + " "));
  }

  private static Connection connection(DatabaseSettings settings) throws SQLException {
    return DriverManager.getConnection(settings.url());
  }
}
