package slipway.media.packaging;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts whole segments as HLS has it (RFC 8216, 4.3.2.4 and 5.2): AES-128 in CBC mode with PKCS7
 * padding, where the initialisation vector is the segment's number.
 */
public final class SegmentCipher {
  private static final int BLOCK = 16;

  private SegmentCipher() {}

  /** Writes a segment in the clear. */
  @FunctionalInterface
  public interface Plain {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Bytes of a segment once it is encrypted. */
  public static long length(long plain) {
    return (plain / BLOCK + 1) * BLOCK;
  }

  /**
   * Writes a segment, encrypted; a part of it is in memory at a time.
   *
   * @param key 16 bytes
   * @param number of the segment in its list
   */
  public static void write(Plain plain, byte[] key, int number, OutputStream out)
      throws IOException {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      byte[] vector = ByteBuffer.allocate(BLOCK).putInt(BLOCK - Integer.BYTES, number).array();
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
      // Nothing of it is closed: the end is written below, and the stream is its owner's.
      plain.writeTo(new Encrypting(out, cipher));
      out.write(cipher.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  private static final class Encrypting extends FilterOutputStream {
    private final Cipher cipher;

    Encrypting(OutputStream out, Cipher cipher) {
      super(out);
      this.cipher = cipher;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      byte[] encrypted = cipher.update(bytes, offset, count);
      if (encrypted != null) {
        out.write(encrypted);
      }
    }
  }
}
