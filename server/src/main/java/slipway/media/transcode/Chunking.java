package slipway.media.transcode;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import slipway.media.ffmpeg.Demuxer;
import slipway.media.probe.Ratio;

/**
 * Cuts a picture into chunks that can be encoded apart and joined without a seam (MD-40). A chunk
 * begins at the first picture at or after its time, so the chunks have every picture once and the
 * key frames lie where they would without them.
 *
 * @param rate pictures per second; constant
 * @param beside how much later (or, below zero, earlier) than the grid of that rate the source has
 *     its pictures, at most half a picture
 * @param ramp lengths of the first chunks where these are to be there sooner; each a multiple of
 *     the distance of key frames
 * @param length of all others, likewise
 * @param count how many there are, at least 2
 */
public record Chunking(
    Ratio rate, Duration beside, List<Duration> ramp, Duration length, int count) {
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

  /**
   * All of what is converted by default ({@code ffmpeg.max-duration}, 48 h), in the shortest chunks
   * that can be set. Each is a row and a job; of what is longer, the last chunk is the longest.
   */
  private static final int MOST = (int) Duration.ofDays(2).dividedBy(Duration.ofSeconds(10));

  /**
   * The first is encoded while somebody waits for it. Each further one is ready before those before
   * it have been played, also where two are encoded at a time on two cores.
   */
  private static final List<Duration> RAMP =
      Stream.of(4, 4, 8, 16, 28).map(Duration::ofSeconds).toList();

  /** So much is made before anything else: then there is something to be played for a while. */
  private static final Duration FIRST_OF_ALL = Duration.ofSeconds(8);

  /** What is left over for a last chunk and is shorter belongs to the one before. */
  private static final Duration LEAST = LadderPlan.KEY_FRAME_DISTANCE;

  /** Copies the list. */
  public Chunking {
    ramp = List.copyOf(ramp);
  }

  Chunking(Ratio rate, Duration length, int count) {
    this(rate, Duration.ZERO, List.of(), length, count);
  }

  /** Chunks of a long picture; empty when it cannot be cut, or it is not worth it. */
  public static Optional<Chunking> of(LadderPlan plan, TranscodeSettings settings) {
    Optional<Duration> duration = divisible(plan);
    if (duration.isEmpty() || duration.get().compareTo(settings.chunkAbove()) <= 0) {
      return Optional.empty();
    }
    long rest = duration.get().minus(LadderPlan.KEY_FRAME_DISTANCE.multipliedBy(2)).toNanos();
    int count = (int) Math.min(MOST, rest / settings.chunk().toNanos() + 1);
    return count < 2
        ? Optional.empty()
        : Optional.of(new Chunking(rate(plan), beside(plan), List.of(), settings.chunk(), count));
  }

  /**
   * The same for a picture that somebody waits for: its first seconds are soon there, however long
   * it is. Where key frames would come to lie where the other rungs have none, it is cut as these.
   */
  public static Optional<Chunking> early(LadderPlan plan, TranscodeSettings settings) {
    Optional<Duration> duration = divisible(plan);
    if (duration.isEmpty() || duration.get().compareTo(FIRST_OF_ALL.plus(LEAST)) < 0) {
      return Optional.empty();
    }
    List<Duration> ramp =
        RAMP.stream().takeWhile(length -> length.compareTo(settings.chunk()) < 0).toList();
    if (!onGrid(plan, ramp) || !onGrid(plan, List.of(settings.chunk()))) {
      return of(plan, settings);
    }
    Chunking endless = new Chunking(rate(plan), beside(plan), ramp, settings.chunk(), MOST);
    int count = 1;
    while (count < MOST && endless.start(count).plus(LEAST).compareTo(duration.get()) <= 0) {
      count++;
    }
    return count < 2
        ? Optional.empty()
        : Optional.of(new Chunking(rate(plan), beside(plan), ramp, settings.chunk(), count));
  }

  /** How long the picture is; empty when chunks of it would not fit together. */
  private static Optional<Duration> divisible(LadderPlan plan) {
    if (plan.picture().isEmpty() || plan.rungs().isEmpty()) {
      return Optional.empty();
    }
    LadderPlan.Picture picture = plan.picture().get();
    Ratio rate = rate(plan);
    boolean constant =
        plan.rungs().stream().allMatch(rung -> rung.rate().equals(rate) && !rung.resample());
    // The first chunk has something to fill a late start with.
    boolean early = picture.late().compareTo(LadderPlan.KEY_FRAME_DISTANCE) < 0;
    boolean found = plan.facts().demuxer().seeking() != Demuxer.Seeking.NOWHERE;
    boolean whole = early && found && !Filters.interlaced(picture.track());
    return constant && whole ? Optional.of(picture.expectedDuration()) : Optional.empty();
  }

  private static Ratio rate(LadderPlan plan) {
    return plan.rungs().getFirst().rate();
  }

  /**
   * A track may start later than the file, by the first samples of Opus in nearly every WebM file.
   * Its pictures go to the nearest place on the grid, and chunks must read them where they are.
   */
  private static Duration beside(LadderPlan plan) {
    long late = plan.picture().orElseThrow().late().toNanos();
    double frame = 1e9 / rate(plan).value();
    return Duration.ofNanos(late - Math.round(Math.rint(late / frame) * frame));
  }

  /** How many of the first chunks are made one after the other, and before everything else. */
  public int firstOfAll() {
    int alone = 1;
    while (alone < count && start(alone).compareTo(FIRST_OF_ALL) < 0) {
      alone++;
    }
    return alone;
  }

  private static boolean onGrid(LadderPlan plan, List<Duration> lengths) {
    return plan.rungs().stream()
        .map(Rung::keyFrames)
        .filter(distance -> !distance.isZero())
        .allMatch(distance ->
            lengths.stream().allMatch(length -> length.toNanos() % distance.toNanos() == 0));
  }

  /** When a chunk begins, to the grid. */
  private Duration start(int number) {
    Duration start = Duration.ZERO;
    for (int i = 0; i < Math.min(number, ramp.size()); i++) {
      start = start.plus(ramp.get(i));
    }
    return start.plus(length.multipliedBy(Math.max(0, number - ramp.size())));
  }

  /** Pictures before chunk {@code number}: the least whole number that reaches its time. */
  long framesBefore(int number) {
    BigInteger ticks =
        BigInteger.valueOf(start(number).toNanos()).multiply(BigInteger.valueOf(rate.numerator()));
    BigInteger perFrame = NANOS.multiply(BigInteger.valueOf(rate.denominator()));
    return ticks.add(perFrame).subtract(BigInteger.ONE).divide(perFrame).longValueExact();
  }

  /** How many pictures a chunk must have; empty for the last one, which has what is left. */
  public OptionalLong frames(int number) {
    return window(number).frames();
  }

  Window window(int number) {
    long first = framesBefore(number);
    long frames = framesBefore(number + 1) - first;
    Duration early = number == 0 ? Duration.ZERO : before(first);
    boolean last = number == count - 1;
    return new Window(
        number,
        time(first),
        early,
        // From the early beginning on, so the last picture ends a quarter before the next begins.
        last ? Optional.empty() : Optional.of(before(first + frames).minus(early)),
        last ? OptionalLong.empty() : OptionalLong.of(frames));
  }

  /** A quarter of a frame before the source has the picture that goes to this place. */
  private Duration before(long frame) {
    return time(frame).plus(beside).minus(time(1).dividedBy(4));
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
