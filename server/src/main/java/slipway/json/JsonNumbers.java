package slipway.json;

import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes numbers as JavaScript does (ECMA-262, Number::toString): {@code 30} and not {@code 30.0}.
 * Receivers of webhooks check signatures over {@code JSON.stringify} of what they have parsed, and
 * the services that we stand in for write them so.
 */
final class JsonNumbers {
  /** Whole numbers below this have the same digits as a long. */
  private static final double WHOLE = 1e15;

  private static final BigDecimal LARGE = new BigDecimal("1e21");
  private static final BigDecimal SMALL = new BigDecimal("1e-6");

  /** What has more digits than this is none of JavaScript's numbers. */
  private static final int MOST_DIGITS = 400;

  private JsonNumbers() {}

  static SimpleModule addTo(SimpleModule module) {
    return module
        .addSerializer(Double.class, new Doubles(Double.class))
        .addSerializer(double.class, new Doubles(double.class))
        .addSerializer(BigDecimal.class, new Decimals());
  }

  /** A number that JavaScript cannot hold is written with all its digits. */
  static void write(BigDecimal value, JsonGenerator out) {
    if (Math.abs(value.scale()) <= MOST_DIGITS && value.precision() <= MOST_DIGITS) {
      double nearest = value.doubleValue();
      if (Double.isFinite(nearest) && decimal(nearest).compareTo(value) == 0) {
        out.writeNumber(text(nearest));
        return;
      }
    }
    out.writeNumber(value);
  }

  static String text(double number) {
    if (number == Math.rint(number) && Math.abs(number) < WHOLE) {
      return Long.toString((long) number); // also of -0, which is 0
    }
    BigDecimal decimal = decimal(number).stripTrailingZeros();
    BigDecimal size = decimal.abs();
    if (size.compareTo(SMALL) >= 0 && size.compareTo(LARGE) < 0) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = decimal.precision() - decimal.scale() - 1;
    return (decimal.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e" : "e+")
        + exponent;
  }

  /** By the fewest digits that tell it from its neighbours, as in JavaScript. */
  private static BigDecimal decimal(double number) {
    return new BigDecimal(Double.toString(number));
  }

  private static final class Doubles extends StdSerializer<Double> {
    Doubles(Class<Double> type) {
      super(type);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializationContext context) {
      if (Double.isFinite(value)) {
        out.writeNumber(text(value));
      } else {
        out.writeNumber(value);
      }
    }
  }

  private static final class Decimals extends StdSerializer<BigDecimal> {
    Decimals() {
      super(BigDecimal.class);
    }

    @Override
    public void serialize(BigDecimal value, JsonGenerator out, SerializationContext context) {
      write(value, out);
    }
  }
}
