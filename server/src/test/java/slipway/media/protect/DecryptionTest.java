package slipway.media.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.container.ByteSource;

final class DecryptionTest {
  private static final int MIB = 1 << 20;

  private final ByteArrayOutputStream clear = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, MIB - 17, MIB - 16, MIB - 1, MIB, MIB + 1, 3 * MIB + 5})
  @DisplayName("MD-95, LP-151: IV first, then CBC with padding; every length comes out as it was")
  void everyLength(int length) throws Exception {
    byte[] plain = random(length);
    for (int bytes : new int[] {16, 24, 32}) {
      clear.reset();
      assertThat(open(encrypt(plain, key(bytes, 1)), key(bytes, 1)))
          .isEqualTo(new Decryption.Result.Opened(length));
      assertThat(clear.toByteArray()).isEqualTo(plain);
    }
  }

  @Test
  @DisplayName("MD-96: a cut last block is filled up, opened and cut; there is no padding then")
  void cutBlock_isTolerated() throws Exception {
    byte[] plain = random(2 * MIB + 64);
    byte[] sealed = encrypt(plain, key(32, 1));
    int cut = sealed.length - 16 - 5; // the block of padding, and a part of the last one
    assertThat(open(Arrays.copyOf(sealed, cut), key(32, 1)))
        .isEqualTo(new Decryption.Result.Opened(cut - 16));
    assertThat(Arrays.copyOf(clear.toByteArray(), plain.length - 16))
        .isEqualTo(Arrays.copyOf(plain, plain.length - 16));
    assertThat(clear.size()).as("MD-97: never larger").isLessThan(cut);
  }

  @Test
  @DisplayName(
      "MD-96, MD-98: padding that makes no sense is a sentence that tells nothing of a key")
  void badPadding_isRefused() throws Exception {
    byte[] sealed = encrypt(random(1000), key(32, 1));
    assertThat(open(sealed, key(32, 2)))
        .isInstanceOfSatisfying(
            Decryption.Result.Refused.class,
            refused -> assertThat(refused.sentence()).contains("cannot be decrypted"));
    assertThat(open(Arrays.copyOf(sealed, sealed.length - 16), key(32, 1)))
        .as("a whole block is missing")
        .isInstanceOf(Decryption.Result.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 31})
  @DisplayName("MD-98: too short for an IV and a block")
  void tooShort_isRefused(int length) throws Exception {
    assertThat(open(new byte[length], key(16, 1))).isInstanceOf(Decryption.Result.Refused.class);
    assertThat(clear.size()).isZero();
  }

  @Test
  @DisplayName("MD-97: whatever the size, never more than a MiB is asked for at once")
  void memory_isBounded() throws Exception {
    byte[] sealed = encrypt(random(5 * MIB), key(32, 1));
    int[] most = {0};
    ByteSource watched =
        new ByteSource() {
          @Override
          public long size() {
            return sealed.length;
          }

          @Override
          public int read(long position, ByteBuffer into) {
            most[0] = Math.max(most[0], into.remaining());
            int count = (int) Math.min(into.remaining(), sealed.length - position);
            into.put(sealed, (int) position, count);
            return count;
          }
        };
    Decryption.open(watched, key(32, 1), Channels.newChannel(clear), () -> false);
    assertThat(most[0]).isEqualTo(MIB);
  }

  @Test
  void cancelled_stops() throws Exception {
    byte[] sealed = encrypt(random(1000), key(32, 1));
    assertThat(Decryption.open(source(sealed), key(32, 1), Channels.newChannel(clear), () -> true))
        .isEqualTo(new Decryption.Result.Cancelled());
    assertThat(clear.size()).isZero();
  }

  private Decryption.Result open(byte[] sealed, SecretKey key) throws IOException {
    return Decryption.open(source(sealed), key, Channels.newChannel(clear), () -> false);
  }

  /** In odd pieces. */
  private static ByteSource source(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int read(long position, ByteBuffer into) {
        int count = (int) Math.min(Math.min(into.remaining(), 70_001), bytes.length - position);
        into.put(bytes, (int) position, count);
        return count;
      }
    };
  }

  private static byte[] encrypt(byte[] plain, SecretKey key) throws Exception {
    byte[] iv = random(16);
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
    var out = new ByteArrayOutputStream();
    out.writeBytes(iv);
    out.writeBytes(cipher.doFinal(plain));
    return out.toByteArray();
  }

  private static SecretKey key(int bytes, int fill) {
    byte[] key = new byte[bytes];
    Arrays.fill(key, (byte) fill);
    return new SecretKeySpec(key, "AES");
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
