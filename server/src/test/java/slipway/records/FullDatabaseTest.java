package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.sql.Database;
import slipway.sql.DatabaseSettings;

final class FullDatabaseTest {
  @TempDir Path folder;

  @Test
  @DisplayName("REL-13 a full database volume is no space left, not an internal error, and heals")
  void fullVolume_isNoSpace() {
    try (Database database =
        Database.open(DatabaseSettings.defaults("jdbc:sqlite:" + folder.resolve("some.db")))) {
      SqlTransactions transactions = new SqlTransactions(database);
      transactions.change(() ->
          database.use(handle -> {
            handle.execute("CREATE TABLE big (bytes BLOB)");
            int pages = handle.createQuery("PRAGMA page_count").mapTo(Integer.class).one();
            handle.createQuery("PRAGMA max_page_count = " + (pages + 8)).mapTo(Integer.class).one();
          }));
      assertThatThrownBy(() -> transactions.change(() -> write(database, 1 << 20)))
          .isInstanceOfSatisfying(
              ProblemException.class,
              full -> assertThat(full.problem()).isInstanceOf(Problem.NoSpace.class));
      transactions.change(() -> write(database, 100));
      assertThatThrownBy(() ->
              transactions.change(() -> database.use(handle -> handle.execute("no SQL at all"))))
          .isInstanceOf(JdbiException.class);
    }
  }

  private static void write(Database database, int bytes) {
    database.use(handle -> handle.execute("INSERT INTO big VALUES (zeroblob(" + bytes + "))"));
  }
}
