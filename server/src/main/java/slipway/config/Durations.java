package slipway.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as an operator writes them: {@code 250ms}, {@code 30s}, {@code 1h30m}, {@code 7d}. */
final class Durations {
  private static final Pattern WRITTEN = Pattern.compile("(?:\\d{1,9}(?:ms|[dhms]))+");
  private static final Pattern PART = Pattern.compile("(\\d+)(ms|[dhms])");

  /** Largest first, the order in which parts are printed. */
  private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", Duration.ofDays(1));
    UNITS.put("h", Duration.ofHours(1));
    UNITS.put("m", Duration.ofMinutes(1));
    UNITS.put("s", Duration.ofSeconds(1));
    UNITS.put("ms", Duration.ofMillis(1));
  }

  private Durations() {}

  static Optional<Duration> parse(String written) {
    if (!WRITTEN.matcher(written).matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    var part = PART.matcher(written);
    while (part.find()) {
      Duration unit = UNITS.getOrDefault(part.group(2), Duration.ZERO);
      sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
    }
    return Optional.of(sum);
  }

  /** Reads back by {@link #parse}; what is finer than a millisecond is dropped. */
  static String print(Duration duration) {
    var printed = new StringBuilder();
    // Not by Duration.dividedBy: it calculates with BigDecimal, whose powers of ten a start waits
    // for.
    long rest = duration.toMillis();
    for (var unit : UNITS.entrySet()) {
      long length = unit.getValue().toMillis();
      if (rest >= length) {
        printed.append(rest / length).append(unit.getKey());
        rest %= length;
      }
    }
    return printed.isEmpty() ? "0s" : printed.toString();
  }
}
