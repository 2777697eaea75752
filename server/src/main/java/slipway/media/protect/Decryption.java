package slipway.media.protect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import slipway.media.container.ByteSource;

/**
 * Takes the cipher off a file: 16 bytes of IV, then AES-CBC with PKCS#7 padding, nothing before it
 * and nothing after (LP-151, MD-95). Works in one pass with two buffers, whatever the size; what
 * comes out is never larger than what went in (MD-97).
 */
public final class Decryption {
  private static final int BLOCK = 16;
  private static final int BUFFER = 1 << 20;

  private Decryption() {}

  /** How it ended. */
  public sealed interface Result {
    /** All of it is open. */
    record Opened(long size) implements Result {}

    /**
     * It is not a file that this key opens.
     *
     * @param sentence for its sender
     */
    record Refused(String sentence) implements Result {}

    /** Somebody wanted it to stop. */
    record Cancelled() implements Result {}
  }

  /**
   * Reads all of a file and writes it in the clear. Nothing that was written counts unless the
   * result is {@link Result.Opened}.
   */
  public static Result open(
      ByteSource file, SecretKey key, WritableByteChannel out, BooleanSupplier cancelled)
      throws IOException {
    long size = file.size();
    if (size < 2 * BLOCK) {
      return new Result.Refused(
          "The encrypted file is too short: 16 bytes of IV come first, then at least one block.");
    }
    try {
      ByteBuffer iv = ByteBuffer.allocate(BLOCK);
      file.readFully(0, iv);
      // A cut last block is filled up, opened and cut again, and has no padding (MD-96).
      int rest = (int) (size % BLOCK);
      Cipher cipher = Cipher.getInstance(rest == 0 ? "AES/CBC/PKCS5Padding" : "AES/CBC/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv.array()));
      return stream(file, size, rest, cipher, out, cancelled);
    } catch (BadPaddingException e) {
      return new Result.Refused(
          "The file cannot be decrypted: its end makes no sense with this key. Was it encrypted"
              + " with another key, or cut short?");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  private static Result stream(
      ByteSource file,
      long size,
      int rest,
      Cipher cipher,
      WritableByteChannel out,
      BooleanSupplier cancelled)
      throws IOException, GeneralSecurityException {
    ByteBuffer in = ByteBuffer.allocate(BUFFER);
    ByteBuffer clear = ByteBuffer.allocate(BUFFER + 2 * BLOCK);
    long written = 0;
    for (long position = BLOCK; position < size; ) {
      if (cancelled.getAsBoolean()) {
        return new Result.Cancelled();
      }
      in.clear().limit((int) Math.min(BUFFER, size - position));
      file.readFully(position, in);
      position += in.position();
      boolean last = position == size;
      int extra = last && rest > 0 ? BLOCK - rest : 0;
      if (extra > 0) {
        in.limit(in.position() + extra);
        Arrays.fill(in.array(), in.position(), in.limit(), (byte) 0);
        in.position(in.limit());
      }
      in.flip();
      clear.clear();
      if (last) {
        cipher.doFinal(in, clear);
      } else {
        cipher.update(in, clear);
      }
      clear.limit(clear.position() - extra).position(0);
      written += clear.remaining();
      while (clear.hasRemaining()) {
        out.write(clear);
      }
    }
    return new Result.Opened(written);
  }
}
