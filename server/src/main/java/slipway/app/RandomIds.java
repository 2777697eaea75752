package slipway.app;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import slipway.core.Ids;

/** Identities from the machine's secure random numbers. */
final class RandomIds implements Ids {
  private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final int EVEN = 256 - 256 % LETTERS.length();
  private static final int LEAST_SECRET = 16;

  private final SecureRandom random = new SecureRandom();

  @Override
  public UUID uuid() {
    return UUID.randomUUID();
  }

  @Override
  public String secret(int bytes) {
    if (bytes < LEAST_SECRET) {
      throw new IllegalArgumentException("a secret has at least 128 bits");
    }
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  @Override
  public String letters(int length) {
    StringBuilder text = new StringBuilder(length);
    byte[] drawn = new byte[length];
    while (text.length() < length) {
      // All at once: a number at a time, sixteen of them cost each request several microseconds.
      random.nextBytes(drawn);
      for (int i = 0; i < drawn.length && text.length() < length; i++) {
        int number = Byte.toUnsignedInt(drawn[i]);
        // What is above the last whole alphabet would make the first letters likelier.
        if (number < EVEN) {
          text.append(LETTERS.charAt(number % LETTERS.length()));
        }
      }
    }
    return text.toString();
  }
}
