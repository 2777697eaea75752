package slipway.media.probe;

import java.util.Optional;

/** A positive fraction, such as a frame rate (30000/1001) or a shape of pixels (64/45). */
public record Ratio(long numerator, long denominator) {
  /** Refuses what is not positive. */
  public Ratio {
    if (numerator <= 0 || denominator <= 0) {
      throw new IllegalArgumentException(numerator + "/" + denominator + " is not positive");
    }
  }

  public static Ratio of(long numerator) {
    return new Ratio(numerator, 1);
  }

  /** From {@code 30000/1001} or {@code 64:45}; empty for {@code 0/0}, {@code N/A} and the like. */
  static Optional<Ratio> parse(String text) {
    int cut = Math.max(text.indexOf('/'), text.indexOf(':'));
    if (cut < 0) {
      return Optional.empty();
    }
    try {
      long numerator = Long.parseLong(text, 0, cut, 10);
      long denominator = Long.parseLong(text, cut + 1, text.length(), 10);
      return numerator > 0 && denominator > 0
          ? Optional.of(new Ratio(numerator, denominator))
          : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  public double value() {
    return (double) numerator / denominator;
  }

  /** {@code 30000/1001}. */
  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
