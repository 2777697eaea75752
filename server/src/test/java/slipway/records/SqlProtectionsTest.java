package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.access.Protection;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlProtectionsTest {
  private final Ports ports;
  private final SqlProtections protections;

  SqlProtectionsTest(TestDatabase databases) {
    Database database = databases.fresh();
    ports = SqlPorts.on(database);
    protections = new SqlProtections(database);
  }

  @Test
  @DisplayName("GC-165 closing is off until it is switched on; the last word counts")
  void kept() {
    ports.transactions().change(() -> ports.accounts().add(Samples.account(1)));
    assertThat(protections.of(1)).isEqualTo(Protection.none(1));
    Protection all = new Protection(1, true, "secret", true, true, "00ff", "https://keys.example");
    ports.transactions().change(() -> protections.put(all));
    assertThat(protections.of(1)).isEqualTo(all);
    assertThat(protections.of(2)).isEqualTo(Protection.none(2));
    Protection less = new Protection(1, false, "other", false, false, null, null);
    ports.transactions().change(() -> protections.put(less));
    assertThat(protections.of(1)).isEqualTo(less);
  }
}
