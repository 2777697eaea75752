package slipway.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.testing.CountingIds;
import slipway.testing.DirectTransactions;
import slipway.testing.InMemoryAccounts;
import slipway.testing.InMemoryProtections;
import slipway.testing.Samples;

class ChangeProtectionTest {
  private final InMemoryAccounts accounts = new InMemoryAccounts();
  private final InMemoryProtections kept = new InMemoryProtections();
  private final ChangeProtection change =
      new ChangeProtection(accounts, kept, new DirectTransactions(), new CountingIds());

  @BeforeEach
  void account() {
    accounts.add(Samples.account(1));
  }

  @Test
  @DisplayName("GC-165 off by default; switched on without a secret it makes one and keeps it")
  void secretIsMadeOnce() {
    assertThat(change.of(1)).isEqualTo(Protection.none(1));
    Protection on = change.change(1, asked(true, null, null, null));
    assertThat(on.secret()).isNotBlank();
    Protection off = change.change(1, asked(false, null, null, null));
    assertThat(off.signedOnly()).isFalse();
    assertThat(off.secret()).isEqualTo(on.secret());
    assertThat(change.change(1, asked(null, "MySecr3tStr1ng", null, null)).secret())
        .isEqualTo("MySecr3tStr1ng");
    assertThat(on.toString()).doesNotContain(Objects.requireNonNull(on.secret()));
  }

  @Test
  @DisplayName("GC-166 content keys differ by video and stay when encryption goes off and on")
  void contentKeys() {
    UUID one = new UUID(1, 1);
    Protection on = change.change(1, asked(null, null, true, "https://keys.example/a//"));
    assertThat(on.keyServer()).isEqualTo("https://keys.example/a");
    assertThat(on.contentKey(one)).hasSize(16).isNotEqualTo(on.contentKey(new UUID(1, 2)));
    Protection off = change.change(1, asked(null, null, false, ""));
    assertThat(off.keyServer()).isNull();
    assertThat(off.contentKey(one)).isEqualTo(on.contentKey(one));
    assertThat(change.change(1, asked(null, null, true, null)).contentKey(one))
        .isEqualTo(on.contentKey(one));
    assertThatThrownBy(() -> Protection.none(1).contentKey(one))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "with space", "schön-und-gut", "a\nbcdefg"})
  void secretsThatAreNone_areRefused(String secret) {
    assertThatThrownBy(() -> change.change(1, asked(true, secret, null, null)))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"keys.example", "ftp://keys.example", "https://a/\"b", "https://", "https://a/?b"})
  void keyServersThatAreNone_areRefused(String address) {
    assertThatThrownBy(() -> change.change(1, asked(null, null, null, address)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void noAccount_isNotFound() {
    assertThatThrownBy(() -> change.of(7))
        .extracting(failure -> ((ProblemException) failure).problem())
        .isInstanceOf(Problem.NotFound.class);
  }

  @Test
  @DisplayName("REL-85 what was read before counts only until something changes")
  void recent() {
    long[] changes = {1};
    RecentProtections recent = new RecentProtections(kept, () -> OptionalLong.of(changes[0]));
    assertThat(recent.of(1).signedOnly()).isFalse();
    change.change(1, asked(true, null, null, null));
    assertThat(recent.of(1).signedOnly()).as("nobody said that anything changed").isFalse();
    changes[0]++;
    assertThat(recent.of(1).signedOnly()).isTrue();
  }

  private static ChangeProtection.Asked asked(
      @Nullable Boolean signedOnly,
      @Nullable String secret,
      @Nullable Boolean encrypted,
      @Nullable String keyServer) {
    return new ChangeProtection.Asked(signedOnly, secret, null, encrypted, keyServer);
  }
}
