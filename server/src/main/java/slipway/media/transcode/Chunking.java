package slipway.media.transcode;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import slipway.media.probe.Ratio;

/**
 * Cuts a long picture into chunks that can be encoded apart and joined without a seam (MD-40).
 * Chunk {@code k} begins at the first picture at or after {@code k} times the chunk's length, so
 * the chunks have every picture once and the key frames lie where they would without them.
 *
 * @param rate pictures per second; constant
 * @param length of a chunk, a multiple of the distance of key frames
 * @param count how many there are, at least 2
 */
record Chunking(Ratio rate, Duration length, int count) {
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

  /** Empty when the plan cannot be cut, or it is not worth it. */
  static Optional<Chunking> of(LadderPlan plan, TranscodeSettings settings) {
    if (plan.picture().isEmpty()) {
      return Optional.empty();
    }
    LadderPlan.Picture picture = plan.picture().get();
    Duration duration = picture.expectedDuration();
    Ratio rate = plan.rungs().isEmpty() ? Ratio.of(1) : plan.rungs().getFirst().rate();
    boolean constant =
        plan.rungs().stream().allMatch(rung -> rung.rate().equals(rate) && !rung.resample());
    boolean whole =
        picture.late().isZero() && !Filters.interlaced(picture.track()) && !plan.rungs().isEmpty();
    if (!constant || !whole || duration.compareTo(settings.chunkAbove()) <= 0) {
      return Optional.empty();
    }
    // What is left over at the end and shorter than a few seconds belongs to the chunk before.
    long rest = duration.minus(LadderPlan.KEY_FRAME_DISTANCE.multipliedBy(2)).toNanos();
    int count = (int) Math.min(100_000, rest / settings.chunk().toNanos() + 1);
    return count < 2 ? Optional.empty() : Optional.of(new Chunking(rate, settings.chunk(), count));
  }

  /** Pictures before chunk {@code number}: the least whole number that reaches its time. */
  long framesBefore(int number) {
    BigInteger ticks =
        BigInteger.valueOf(length.toNanos())
            .multiply(BigInteger.valueOf(number))
            .multiply(BigInteger.valueOf(rate.numerator()));
    BigInteger perFrame = NANOS.multiply(BigInteger.valueOf(rate.denominator()));
    return ticks.add(perFrame).subtract(BigInteger.ONE).divide(perFrame).longValueExact();
  }

  Window window(int number) {
    long first = framesBefore(number);
    long frames = framesBefore(number + 1) - first;
    Duration early = number == 0 ? Duration.ZERO : time(first).minus(quarterFrame());
    boolean last = number == count - 1;
    return new Window(
        number,
        time(first),
        early,
        // From the early beginning on, so the last picture ends a quarter before the next begins.
        last
            ? Optional.empty()
            : Optional.of(time(first + frames).minus(quarterFrame()).minus(early)),
        last ? OptionalLong.empty() : OptionalLong.of(frames));
  }

  private Duration quarterFrame() {
    return time(1).dividedBy(4);
  }

  private Duration time(long frames) {
    BigInteger nanos =
        NANOS
            .multiply(BigInteger.valueOf(frames))
            .multiply(BigInteger.valueOf(rate.denominator()))
            .divide(BigInteger.valueOf(rate.numerator()));
    return Duration.ofNanos(nanos.longValueExact());
  }
}
