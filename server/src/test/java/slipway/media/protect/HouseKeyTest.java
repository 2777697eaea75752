package slipway.media.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HouseKeyTest {
  @TempDir Path folder;

  @Test
  @DisplayName("MD-95: a key wrapped with SHA-256 twice is opened, also after a restart")
  void wrapped_isOpened() throws Exception {
    HouseKey key = HouseKey.in(file());
    for (int length : new int[] {16, 24, 32}) {
      byte[] aes = aes(length);
      String wrapped = wrap(key, aes, MGF1ParameterSpec.SHA256);
      assertThat(key.unwrap(wrapped).orElseThrow().getEncoded()).isEqualTo(aes);
      assertThat(HouseKey.in(file()).unwrap(wrapped).orElseThrow().getEncoded()).isEqualTo(aes);
    }
  }

  @Test
  @DisplayName("MD-98: what is wrapped otherwise, for somebody else or not at all is not opened")
  void anythingElse_isNot() throws Exception {
    HouseKey key = HouseKey.in(file());
    HouseKey other = HouseKey.in(folder.resolve("other.pem"));
    assertThat(key.unwrap(wrap(key, aes(32), MGF1ParameterSpec.SHA1))).as("LP-150").isEmpty();
    assertThat(key.unwrap(wrap(other, aes(32), MGF1ParameterSpec.SHA256))).isEmpty();
    assertThat(key.unwrap(wrap(key, aes(20), MGF1ParameterSpec.SHA256))).isEmpty();
    assertThat(key.unwrap(Base64.getEncoder().encodeToString(aes(32)))).isEmpty();
    assertThat(key.unwrap("*** no base64 ***")).isEmpty();
    assertThat(key.unwrap("")).isEmpty();
  }

  @Test
  @DisplayName("MD-97: made when it is needed, and for its owner's eyes only")
  void file_isClosedToOthers() throws Exception {
    HouseKey key = HouseKey.in(file());
    assertThat(file()).doesNotExist();
    key.publicKey();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).as("nothing else lies there").containsExactly(file());
    }
  }

  @Test
  void somethingElseInTheFile_isSaidWithoutQuotingIt() throws IOException {
    Files.writeString(file(), "secret words");
    assertThatThrownBy(() -> HouseKey.in(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no RSA key")
        .hasMessageNotContaining("secret words");
  }

  private Path file() {
    return folder.resolve("key.pem");
  }

  private static byte[] aes(int length) {
    byte[] key = new byte[length];
    Arrays.fill(key, (byte) 7);
    return key;
  }

  private static String wrap(HouseKey key, byte[] aes, MGF1ParameterSpec mask) throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        key.publicKey(),
        new OAEPParameterSpec("SHA-256", "MGF1", mask, PSource.PSpecified.DEFAULT));
    return Base64.getEncoder().encodeToString(cipher.doFinal(aes));
  }
}
