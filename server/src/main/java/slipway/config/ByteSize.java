package slipway.config;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An amount of bytes, as an operator writes it: {@code 64KiB}, {@code 1GB}, {@code 1.5GiB} or plain
 * {@code 4096}. {@code KB}, {@code MB}, … are powers of 1000 and {@code KiB}, {@code MiB}, … powers
 * of 1024 (IEC 80000-13); upper and lower case do not matter.
 *
 * @param bytes the amount in bytes, never negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern WRITTEN =
      Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?) ?([A-Za-z]*)");

  /** Largest first, so that printing takes the first that divides. */
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("TiB", 1L << 40);
    UNITS.put("TB", 1_000_000_000_000L);
    UNITS.put("GiB", 1L << 30);
    UNITS.put("GB", 1_000_000_000L);
    UNITS.put("MiB", 1L << 20);
    UNITS.put("MB", 1_000_000L);
    UNITS.put("KiB", 1L << 10);
    UNITS.put("KB", 1_000L);
    UNITS.put("B", 1L);
  }

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is never negative: " + bytes);
    }
  }

  /** {@code ofKibibytes(64)} is {@code 64KiB}. */
  public static ByteSize ofKibibytes(long kibibytes) {
    return new ByteSize(Math.multiplyExact(kibibytes, 1L << 10));
  }

  /** {@code ofMebibytes(8)} is {@code 8MiB}. */
  public static ByteSize ofMebibytes(long mebibytes) {
    return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /** {@code ofGibibytes(1)} is {@code 1GiB}. */
  public static ByteSize ofGibibytes(long gibibytes) {
    return new ByteSize(Math.multiplyExact(gibibytes, 1L << 30));
  }

  /** Reads the written form; empty when it is not one or is no whole number of bytes. */
  public static Optional<ByteSize> parse(String written) {
    var match = WRITTEN.matcher(written.strip());
    if (!match.matches()) {
      return Optional.empty();
    }
    String name = match.group(2).isEmpty() ? "B" : match.group(2);
    for (var unit : UNITS.entrySet()) {
      if (unit.getKey().equalsIgnoreCase(name)) {
        return exactly(
            new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(unit.getValue())));
      }
    }
    return Optional.empty();
  }

  private static Optional<ByteSize> exactly(BigDecimal bytes) {
    try {
      return Optional.of(new ByteSize(bytes.longValueExact()));
    } catch (ArithmeticException notWholeOrTooLarge) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The written form in the largest unit that divides; {@link #parse} reads it back. */
  @Override
  public String toString() {
    for (var unit : UNITS.entrySet()) {
      if (bytes != 0 && bytes % unit.getValue() == 0) {
        return bytes / unit.getValue() + unit.getKey();
      }
    }
    return "0B";
  }
}
