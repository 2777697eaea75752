package slipway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.testing.DirectTransactions;
import slipway.testing.InMemorySigningKeys;
import slipway.testing.SettableClock;

class RecentSigningKeysTest {
  private final InMemorySigningKeys tables = new InMemorySigningKeys();
  private final KeepSigningKeys keep =
      new KeepSigningKeys(tables, new DirectTransactions(), new SettableClock());
  private final SigningKey key =
      keep.make(
              new KeepSigningKeys.Asked(
                  1, "k", "k", "livepeer", SigningKey.Algorithm.ES256, 10, "too many", false))
          .key();
  private OptionalLong changes = OptionalLong.of(1);
  private final RecentSigningKeys recent = new RecentSigningKeys(tables, () -> changes);

  @Test
  @DisplayName("REL-85 what was found is found again until something changed, then as it is now")
  void untilSomethingChanged() {
    assertThat(recent.byId("k").orElseThrow().counts()).isTrue();
    assertThat(recent.byPublicKey(key.publicKey())).contains(key);
    keep.delete(1, "livepeer", "k");
    assertThat(recent.byId("k").orElseThrow().counts()).as("nobody said so yet").isTrue();
    changes = OptionalLong.of(2);
    assertThat(recent.byId("k").filter(SigningKey::counts)).isEmpty();
    assertThat(recent.byPublicKey(key.publicKey()).filter(SigningKey::counts)).isEmpty();
  }

  @Test
  @DisplayName("REL-85 where others may change things, every look is a new one")
  void unseenChanges() {
    changes = OptionalLong.empty();
    assertThat(recent.byId("k").orElseThrow().counts()).isTrue();
    keep.delete(1, "livepeer", "k");
    assertThat(recent.byId("k").filter(SigningKey::counts)).isEmpty();
  }

  @Test
  void whatIsNotThere_isLookedForEachTime() {
    assertThat(recent.byId("other")).isEmpty();
    keep.make(
        new KeepSigningKeys.Asked(
            1, "other", "o", "livepeer", SigningKey.Algorithm.ES256, 10, "too many", false));
    assertThat(recent.byId("other")).isPresent();
  }
}
