package slipway.media.transcode;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import slipway.media.probe.Ratio;
import slipway.media.probe.Track;

/** Which frame rate a rendition gets (MD-36). */
final class FrameRates {
  private static final List<Ratio> STANDARD =
      List.of(
          new Ratio(24000, 1001),
          Ratio.of(24),
          Ratio.of(25),
          new Ratio(30000, 1001),
          Ratio.of(30),
          Ratio.of(50),
          new Ratio(60000, 1001),
          Ratio.of(60));

  private FrameRates() {}

  /**
   * What to do about a track's rate.
   *
   * @param rate of the result
   * @param resample whether the source has another rate, or none that is steady
   */
  record Choice(Ratio rate, boolean resample) {}

  /** A steady rate up to {@code cap} is kept; others become the nearest standard one up to it. */
  static Choice choose(Track.Video video, int cap) {
    Optional<Ratio> real = video.realRate();
    Optional<Ratio> average = video.averageRate();
    if (real.isEmpty() && average.isEmpty()) {
      return new Choice(nearest(Ratio.of(25), cap), true);
    }
    Ratio likely = average.or(() -> real).orElseThrow();
    boolean steady =
        real.isEmpty()
            || average.isEmpty()
            || Math.abs(real.get().value() - average.get().value()) <= 0.02 * average.get().value();
    Ratio kept = real.or(() -> average).orElseThrow();
    // A rate above the cap by no more than rounding (60.06 of a phone's 60) is that cap.
    return steady && kept.value() <= cap + 0.01
        ? new Choice(kept, false)
        : new Choice(nearest(likely, cap), true);
  }

  /** For a rate of which only the number is known; a steady one, as far as one can tell. */
  static Choice near(double framesPerSecond, int cap) {
    boolean known = framesPerSecond > 0 && framesPerSecond <= cap + 0.01;
    return new Choice(
        nearest(
            framesPerSecond > 0
                ? new Ratio(Math.max(1, Math.round(framesPerSecond * 1000)), 1000)
                : Ratio.of(25),
            cap),
        !known);
  }

  private static Ratio nearest(Ratio wanted, int cap) {
    double target = Math.min(wanted.value(), cap);
    return STANDARD.stream()
        .filter(rate -> rate.value() <= cap)
        .min(Comparator.comparingDouble(rate -> Math.abs(rate.value() - target)))
        .orElse(Ratio.of(cap));
  }
}
