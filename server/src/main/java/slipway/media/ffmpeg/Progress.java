package slipway.media.ffmpeg;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One block of ffmpeg's {@code -progress} report (MD-23).
 *
 * @param outTime how much of the timeline has been written; zero until the first packet
 * @param frames pictures encoded so far
 * @param bytes bytes written so far
 * @param last whether this is the closing block
 */
public record Progress(Duration outTime, long frames, long bytes, boolean last) {

  /** Turns lines of standard output into reports; pass it to {@link Box#run}. */
  public static Consumer<String> listener(Consumer<Progress> reports) {
    Reader reader = new Reader();
    return line -> reader.line(line).ifPresent(reports);
  }

  /** Gathers {@code key=value} lines until a block is complete. Unknown keys are skipped. */
  static final class Reader {
    private final Map<String, String> block = new HashMap<>();

    Optional<Progress> line(String line) {
      int equals = line.indexOf('=');
      if (equals <= 0) {
        return Optional.empty();
      }
      String key = line.substring(0, equals).strip();
      String value = line.substring(equals + 1).strip();
      if (!key.equals("progress")) {
        switch (key) {
          case "out_time_us", "frame", "total_size" -> block.put(key, value);
          default -> {}
        }
        return Optional.empty();
      }
      Progress progress =
          new Progress(
              Duration.ofNanos(Math.multiplyExact(1000, microseconds())),
              number("frame"),
              number("total_size"),
              value.equals("end"));
      block.clear();
      return Optional.of(progress);
    }

    private long microseconds() {
      // Bounded so that the multiplication cannot overflow; 290 years are enough.
      return Math.min(number("out_time_us"), Long.MAX_VALUE / 1000);
    }

    /** {@code N/A}, negative and absurd values count as 0. */
    private long number(String key) {
      try {
        return Math.max(0, Long.parseLong(block.getOrDefault(key, "0")));
      } catch (NumberFormatException notANumber) {
        return 0;
      }
    }
  }
}
