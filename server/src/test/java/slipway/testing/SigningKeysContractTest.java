package slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.core.Transactions;
import slipway.core.access.SigningKey;
import slipway.core.access.SigningKeys;

/** What every {@link SigningKeys} does. A subclass only builds an empty one. */
public abstract class SigningKeysContractTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private SigningKeys keys = new InMemorySigningKeys();

  /** Empty, with accounts 1 and 2 in place. */
  protected abstract SigningKeys keys();

  /** Those in which the keys are changed. */
  protected abstract Transactions transactions();

  @BeforeEach
  void open() {
    keys = keys();
  }

  @Test
  void keys_areFoundByIdAndByPublicKey() {
    SigningKey key = key("a", 1, "livepeer", "private");
    transactions().change(() -> keys.add(key));

    assertThat(keys.byId("a")).contains(key);
    assertThat(keys.byPublicKey(key.publicKey())).contains(key);
    assertThat(keys.byId("b")).isEmpty();
    assertThat(keys.byPublicKey("other")).isEmpty();
  }

  @Test
  void lists_areOfOneAccountAndOneDoor_withoutDeletedOnes() {
    transactions().change(() -> keys.add(key("a", 1, "livepeer", null)));
    transactions().change(() -> keys.add(key("b", 1, "cloudflare", null)));
    transactions().change(() -> keys.add(key("c", 2, "livepeer", null)));
    transactions().change(() -> keys.add(key("d", 1, "livepeer", null)));
    transactions().change(() -> keys.update(key("d", 1, "livepeer", null).deleted(NOW)));

    assertThat(keys.of(1, "livepeer")).extracting(SigningKey::id).containsExactly("a");
    assertThat(keys.byId("d")).get().extracting(SigningKey::counts).isEqualTo(false);
  }

  @Test
  void changes_doNotTouchWhenItWasSeen_andTheOtherWayRound() {
    transactions().change(() -> keys.add(key("a", 1, "livepeer", null)));
    keys.seen("a", NOW.plusSeconds(5));
    transactions().change(() -> keys.update(key("a", 1, "livepeer", null).changed("other", true)));

    SigningKey after = keys.byId("a").orElseThrow();
    assertThat(after.lastSeen()).isEqualTo(NOW.plusSeconds(5));
    assertThat(after.name()).isEqualTo("other");
    assertThat(after.disabled()).isTrue();
  }

  private static SigningKey key(
      String id, long account, String madeBy, @Nullable String privateKey) {
    return new SigningKey(
        id,
        account,
        "name",
        madeBy,
        SigningKey.Algorithm.ES256,
        "public " + id,
        privateKey,
        /* disabled= */ false,
        NOW,
        null,
        null);
  }
}
