package slipway.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.Rights;
import slipway.core.access.SigningKey;
import slipway.testing.DirectTransactions;
import slipway.testing.InMemorySigningKeys;
import slipway.testing.SettableClock;

class JoseSignerTest {
  private final KeepSigningKeys keep =
      new KeepSigningKeys(new InMemorySigningKeys(), new DirectTransactions(), new SettableClock());

  @ParameterizedTest
  @EnumSource
  @DisplayName("CF-105 what is signed is read again, by a key kept or brought along")
  void signs(SigningKey.Algorithm algorithm) {
    JoseSigner signer = new JoseSigner();
    KeepSigningKeys.Made kept = make("kept", algorithm, /* kept= */ true);
    KeepSigningKeys.Made own = make("own", algorithm, /* kept= */ false);
    String payload = "{\"sub\":\"v\",\"exp\":1,\"kid\":\"%s\"}";

    String byHouse = signer.sign(kept.key(), payload.formatted("kept"));
    String byOwner =
        signer.sign(own.key(), own.pair().getPrivate().getEncoded(), payload.formatted("own"));

    assertThat(new JoseTokens().read(byHouse, kept.key())).map(Rights::subject).contains("v");
    assertThat(new JoseTokens().read(byOwner, own.key())).map(Rights::subject).contains("v");
    assertThat(new JoseTokens().read(byHouse, own.key())).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign(own.key(), payload.formatted("own")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign(own.key(), new byte[] {1, 2, 3}, payload.formatted("own")));
  }

  private KeepSigningKeys.Made make(String id, SigningKey.Algorithm algorithm, boolean kept) {
    return keep.make(new KeepSigningKeys.Asked(1, id, id, "test", algorithm, 10, "too many", kept));
  }
}
