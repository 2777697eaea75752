package slipway.media.transcode;

import static slipway.media.ffmpeg.FilterGraph.filter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.media.ffmpeg.FfmpegCommand.Excerpt;
import slipway.media.ffmpeg.FilterGraph.Filter;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Track;

/**
 * What of a source one run reads, and how the times of what it reads become those of what it makes:
 * 0 is where the wanted part begins, whatever had to be read before it.
 *
 * @param from after the beginning of the file; zero is the beginning
 * @param ahead how long before the wanted part the times of what is read begin; below zero where
 *     they begin later, because all that the run uses does
 * @param length how much is wanted; empty for all that follows
 */
record Reading(Duration from, Duration ahead, Optional<Duration> length) {

  /** All of a file. */
  static Reading whole(LadderPlan plan) {
    return of(plan, Duration.ZERO, Duration.ZERO, Optional.empty());
  }

  /**
   * A part.
   *
   * @param wanted where it begins, after the beginning of the file
   * @param from where reading begins, not later
   */
  static Reading of(LadderPlan plan, Duration wanted, Duration from, Optional<Duration> length) {
    Duration first = firstUsed(plan);
    Duration zero = first.compareTo(from) > 0 ? first : from;
    return new Reading(from, wanted.minus(zero), length);
  }

  /** When FFmpeg's time of a file begins, if not with the file. */
  private static Duration firstUsed(LadderPlan plan) {
    MediaFacts facts = plan.facts();
    if (!facts.demuxer().countsFromUsedTracks()) {
      return Duration.ZERO;
    }
    Optional<Duration> picture =
        plan.rungs().isEmpty()
            ? Optional.empty()
            : plan.picture().flatMap(one -> one.track().start());
    boolean downloads = plan.rungs().stream().anyMatch(rung -> !rung.encoder().streams());
    Optional<Duration> sound =
        plan.audio()
            .map(LadderPlan.AudioPlan::track)
            .or(() -> downloads ? facts.audio() : Optional.empty())
            .flatMap(Track.Audio::start);
    return Stream.concat(picture.stream(), sound.stream())
        .min(Comparator.naturalOrder())
        .map(start -> start.minus(facts.start()))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  /** How much more than what is wanted is gone through. */
  Duration more() {
    return ahead.isPositive() ? ahead : Duration.ZERO;
  }

  Excerpt excerpt() {
    return new Excerpt(
        // In a file without times even its beginning is not found again.
        from.isZero() ? Optional.empty() : Optional.of(from),
        length
            .map(part -> part.plus(ahead))
            .map(part -> part.isPositive() ? part : Duration.ofMillis(1)),
        /* toTheFrame= */ true,
        /* keyFramesOnly= */ false);
  }

  /** Before all other filters of a picture. */
  List<Filter> picture() {
    return filters("trim", "setpts");
  }

  /** Before all other filters of sound. */
  List<Filter> sound() {
    return filters("atrim", "asetpts");
  }

  private List<Filter> filters(String trim, String move) {
    double seconds = ahead.toNanos() / 1e9;
    List<Filter> filters = new ArrayList<>();
    if (ahead.isPositive()) {
      Filter wanted = filter(trim).with("start", seconds);
      // FFmpeg's own end counts from the first picture that it decodes.
      filters.add(
          length.map(part -> wanted.with("end", seconds + part.toNanos() / 1e9)).orElse(wanted));
    }
    if (!ahead.isZero()) {
      filters.add(filter(move).withEarlier("expr", seconds));
    }
    return filters;
  }
}
