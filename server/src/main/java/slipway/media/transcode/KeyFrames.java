package slipway.media.transcode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where the encoder must place key frames, in the words of {@code -force_key_frames} (MD-31). */
final class KeyFrames {
  /** Linux takes at most 128 KiB in one argument. */
  private static final int MOST_CHARACTERS = 100_000;

  private KeyFrames() {}

  /**
   * By default at or right after each multiple of the rung's distance, counted from the start of
   * the file also in a chunk. A ladder below a source that is itself cut into segments has them at
   * the cuts of the source as well, else players could not change between the two.
   */
  static String of(Rung rung, LadderPlan plan, Optional<Window> window) {
    if (rung.keyFrames().isZero()) {
      return "expr:1";
    }
    double distance = rung.keyFrames().toNanos() / 1e9;
    if (plan.cuts().isEmpty()) {
      return byDistance(distance, window);
    }
    double start = window.map(part -> part.start().toNanos() / 1e9).orElse(0.0);
    double end =
        window
            .flatMap(Window::length)
            .map(length -> start + length.toNanos() / 1e9)
            .orElse(plan.expectedDuration().toNanos() / 1e9);
    List<Double> cuts = plan.cuts();
    for (double step = distance; ; step *= 2) {
      String list = list(rung, cuts, step, start, end);
      if (list.length() <= MOST_CHARACTERS) {
        return list;
      }
      if (step > end) {
        cuts = everySecond(cuts); // nothing is left of our own to go without
      }
    }
  }

  private static List<Double> everySecond(List<Double> cuts) {
    return IntStream.range(0, (cuts.size() + 1) / 2).mapToObj(i -> cuts.get(2 * i)).toList();
  }

  private static String byDistance(double distance, Optional<Window> window) {
    long whole = Math.round(distance);
    String step = whole == distance ? Long.toString(whole) : plain(distance);
    // A chunk begins with the first picture at or after its time: so much later than the grid.
    double behind =
        window
            .map(part -> part.start().toNanos() / 1e9)
            .map(start -> start - Math.floor(start / distance + 1e-9) * distance)
            .orElse(0.0);
    return behind < 1e-6
        ? "expr:gte(t,n_forced*" + step + ")"
        : "expr:gte(t,n_forced*" + step + "-" + plain(behind) + ")";
  }

  /**
   * Half a frame before each picture that is to be one, each named once: ffmpeg uses up one entry
   * for each picture, so a second one for the same would make a key frame of the next.
   */
  private static String list(Rung rung, List<Double> cuts, double step, double start, double end) {
    double rate = rung.rate().value();
    TreeSet<Long> frames = new TreeSet<>();
    for (double time = 0; time < end; time += step) {
      frames.add((long) Math.ceil(time * rate - 1e-6));
    }
    cuts.forEach(time -> frames.add(Math.round(time * rate)));
    long first = Math.round(start * rate);
    return frames.stream()
        .filter(frame -> frame >= first && frame < end * rate)
        .map(frame -> plain(Math.max(0, (frame - first - 0.5) / rate)))
        .collect(Collectors.joining(","));
  }

  private static String plain(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds);
  }
}
