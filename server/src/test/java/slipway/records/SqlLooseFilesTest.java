package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlLooseFilesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Database database;
  private final SqlLooseFiles loose;

  SqlLooseFilesTest(TestDatabase databases) {
    database = databases.fresh();
    loose = new SqlLooseFiles(database);
  }

  @Test
  @DisplayName("Loose files are told oldest first, until a record names them")
  void kept() {
    loose.add("b", NOW);
    loose.add("a", NOW.plusSeconds(1));
    loose.add("b", NOW.plusSeconds(9)); // it is one already, and as old as it was
    loose.add("c", NOW.plus(Duration.ofHours(1)));
    assertThat(loose.before(NOW.plusSeconds(5), 10)).containsExactly("b", "a");
    assertThat(loose.before(NOW.plusSeconds(5), 1)).containsExactly("b");
    assertThat(loose.remove("b")).isTrue();
    assertThat(loose.remove("b")).isFalse();
    assertThat(loose.before(NOW.plusSeconds(5), 10)).containsExactly("a");
  }

  @Test
  @DisplayName("What names a file in a transaction that fails leaves it loose")
  void undone() {
    loose.add("a", NOW);
    try {
      database.doInTransaction(() -> {
        loose.remove("a");
        throw new IllegalStateException("never mind");
      });
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessage("never mind");
    }
    assertThat(loose.before(NOW.plusSeconds(1), 10)).containsExactly("a");
  }
}
