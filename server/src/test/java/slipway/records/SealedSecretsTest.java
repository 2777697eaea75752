package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SealedSecretsTest {
  private static final byte[] OLD = key(1);
  private static final byte[] NEW = key(2);

  private final SealedSecrets sealed = new SealedSecrets(List.of(OLD));

  private static byte[] key(int value) {
    byte[] key = new byte[SealedSecrets.KEY_BYTES];
    Arrays.fill(key, (byte) value);
    return key;
  }

  @Test
  @DisplayName("REL-85 what is sealed tells nothing, is another one each time, and opens again")
  void sealsAndOpens() {
    String one = sealed.seal("the secret", "row/1");

    assertThat(one).startsWith("sealed:1:").doesNotContain("the secret");
    assertThat(sealed.seal("the secret", "row/1")).isNotEqualTo(one);
    assertThat(sealed.open(one, "row/1")).contains("the secret");
    assertThat(sealed.isFresh(one)).isTrue();
  }

  @Test
  @DisplayName("moved to another place, changed or cut off it does not open")
  void notElsewhere() {
    String one = sealed.seal("the secret", "row/1");

    assertThat(sealed.open(one, "row/2")).isEmpty();
    char flipped = one.charAt(40) == 'A' ? 'B' : 'A';
    assertThat(sealed.open(one.substring(0, 40) + flipped + one.substring(41), "row/1")).isEmpty();
    // The last two may be signs that mean nothing.
    for (int length = "sealed:1:".length(); length < one.length() - 2; length++) {
      assertThat(sealed.open(one.substring(0, length), "row/1")).isEmpty();
    }
    assertThat(new SealedSecrets(List.of(NEW)).open(one, "row/1")).isEmpty();
  }

  @Test
  @DisplayName("the first of several keys seals, all open; what lies in the clear is read as it is")
  void rotation() {
    SealedSecrets both = new SealedSecrets(List.of(NEW, OLD));
    String before = sealed.seal("the secret", "row/1");

    assertThat(both.open(before, "row/1")).contains("the secret");
    assertThat(both.isFresh(before)).isFalse();
    String after = both.seal("the secret", "row/1");
    assertThat(both.isFresh(after)).isTrue();
    assertThat(new SealedSecrets(List.of(NEW)).open(after, "row/1")).contains("the secret");
    assertThat(both.open("MIIEv", "row/1")).contains("MIIEv");
    assertThat(both.isFresh("MIIEv")).isFalse();
  }

  @Test
  @DisplayName("keys have 32 bytes, and there is one")
  void badKeys() {
    for (List<byte[]> bad : List.of(List.<byte[]>of(), List.of(new byte[16]))) {
      assertThatThrownBy(() -> new SealedSecrets(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
