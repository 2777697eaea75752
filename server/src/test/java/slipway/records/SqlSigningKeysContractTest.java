package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Transactions;
import slipway.core.access.SigningKey;
import slipway.core.access.SigningKeys;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.SigningKeysContractTest;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlSigningKeysContractTest extends SigningKeysContractTest {
  private static final byte[] OLD = key(1);
  private static final byte[] NEW = key(2);

  private final TestDatabase databases;
  private Database database;

  SqlSigningKeysContractTest(TestDatabase databases) {
    this.databases = databases;
    database = databases.fresh();
  }

  @Override
  protected SigningKeys keys() {
    database = databases.fresh();
    Ports ports = SqlPorts.on(database);
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.accounts().add(Samples.account(2));
        });
    return new SqlSigningKeys(database, sealed(OLD));
  }

  private static SealedSecrets sealed(byte[]... keys) {
    return new SealedSecrets(List.of(keys));
  }

  private static byte[] key(int value) {
    byte[] key = new byte[SealedSecrets.KEY_BYTES];
    Arrays.fill(key, (byte) value);
    return key;
  }

  private String stored() {
    return database.with(handle ->
        handle.createQuery("select private_key from signing_key").mapTo(String.class).one());
  }

  private Optional<String> read(byte[]... keys) {
    SigningKey key = new SqlSigningKeys(database, sealed(keys)).byId("a").orElseThrow();
    return Optional.ofNullable(key.privateKey());
  }

  @Test
  @DisplayName(
      "REL-85 private halves lie sealed; what lay in the clear is sealed at the next start")
  void sealed() {
    SigningKeys keys = keys();
    SigningKey own =
        new SigningKey(
            "a",
            1,
            "house",
            "house",
            SigningKey.Algorithm.RS256,
            "public",
            "the private half",
            /* disabled= */ false,
            SettableClock.START,
            null,
            null);
    transactions().change(() -> keys.add(own));
    assertThat(stored()).startsWith("sealed:").doesNotContain("private");
    assertThat(keys.byId("a")).contains(own);

    transactions()
        .change(() ->
            database.use(
                handle -> handle.execute("update signing_key set private_key = 'in the clear'")));
    assertThat(read(OLD)).contains("in the clear");
    new SqlSigningKeys(database, sealed(OLD)).sealAll();
    String old = stored();
    assertThat(old).startsWith("sealed:").doesNotContain("clear");
    new SqlSigningKeys(database, sealed(OLD)).sealAll();
    assertThat(stored()).as("sealed once").isEqualTo(old);

    new SqlSigningKeys(database, sealed(NEW, OLD)).sealAll();
    assertThat(stored()).isNotEqualTo(old);
    assertThat(read(NEW)).contains("in the clear");
    assertThat(read(OLD)).as("its key was taken away").isEmpty();
    new SqlSigningKeys(database, sealed(OLD)).sealAll();
    assertThat(read(NEW)).as("what cannot be opened is left alone").contains("in the clear");
  }

  @Override
  protected Transactions transactions() {
    return new SqlTransactions(database);
  }
}
