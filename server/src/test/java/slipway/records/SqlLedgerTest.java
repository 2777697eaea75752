package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.migration.Foreign;
import slipway.core.migration.Migrated;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Samples;
import slipway.testing.TestDatabase;

@OnEveryDatabase
final class SqlLedgerTest {
  private static final Instant AT = Instant.parse("2026-11-27T20:00:00Z");

  private final Database database;
  private final SqlLedger ledger;

  SqlLedgerTest(TestDatabase databases) {
    database = databases.fresh();
    ledger = new SqlLedger(database);
  }

  @BeforeEach
  void accounts() {
    SqlAccounts accounts = new SqlAccounts(database);
    database.doInTransaction(() -> {
      accounts.add(Samples.account(1));
      accounts.add(Samples.account(2));
    });
  }

  @Test
  @DisplayName("A foreign video is entered once; the second entry changes nothing")
  void once() {
    Migrated first = entry(1, "a", new UUID(1, 1), "{\"views\":7}");
    assertThat(add(first)).isTrue();
    assertThat(add(entry(1, "a", new UUID(1, 2), null))).isFalse();
    assertThat(ledger.find(first.foreign())).contains(first);
    assertThat(ledger.ofVideo(new UUID(1, 1))).contains(first);
    assertThat(ledger.ofVideo(new UUID(1, 2))).isEmpty();
  }

  @Test
  @DisplayName("The same id in another account, of another vendor or library is another video")
  void apart() {
    assertThat(add(entry(1, "a", new UUID(1, 1), null))).isTrue();
    assertThat(add(entry(2, "a", new UUID(1, 2), null))).isTrue();
    assertThat(add(migrated(new Foreign(1, "gcore", "env", "a"), new UUID(1, 3), null))).isTrue();
    assertThat(add(migrated(new Foreign(1, "mux", "other", "a"), new UUID(1, 4), null))).isTrue();
    assertThat(ledger.find(1, "mux", "env", List.of("a", "b", "c")))
        .containsExactly(entry(1, "a", new UUID(1, 1), null));
    assertThat(ledger.find(1, "mux", "env", List.of())).isEmpty();
  }

  @Test
  void anotherFileIsTaken() {
    Migrated entry = entry(1, "a", new UUID(1, 1), null);
    add(entry);
    Migrated other = new Migrated(entry.foreign(), entry.video(), "an MP4", null, AT);
    database.doInTransaction(() -> ledger.update(other));
    assertThat(ledger.find(entry.foreign())).contains(other);
  }

  private boolean add(Migrated entry) {
    return database.inTransaction(() -> ledger.add(entry));
  }

  private static Migrated entry(long account, String id, UUID video, @Nullable String details) {
    return migrated(new Foreign(account, "mux", "env", id), video, details);
  }

  private static Migrated migrated(Foreign foreign, UUID video, @Nullable String details) {
    return new Migrated(foreign, video, "the original", details, AT);
  }
}
