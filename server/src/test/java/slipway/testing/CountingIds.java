package slipway.testing;

import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import slipway.core.Ids;

/**
 * Ids that count: readable in a failing test and different from each other. Safe for any thread.
 */
public final class CountingIds implements Ids {
  private final AtomicLong count = new AtomicLong();

  @Override
  public UUID uuid() {
    return uuid(count.incrementAndGet());
  }

  /** The UUID (version 4 by its form) that carries a number, last digits first to read. */
  public static UUID uuid(long number) {
    // first four digits differ too, since playback ids share them (LP-35)
    return new UUID((number << 48) | 0x4000L, 0x8000_0000_0000_0000L | number);
  }

  @Override
  public String secret(int bytes) {
    String number = HexFormat.of().toHexDigits(count.incrementAndGet());
    return "5ec2e7" + "0".repeat(bytes * 2 - 6 - number.length()) + number;
  }

  @Override
  public String letters(int length) {
    String number = Long.toString(count.incrementAndGet(), 36);
    return "0".repeat(length - number.length()) + number;
  }
}
