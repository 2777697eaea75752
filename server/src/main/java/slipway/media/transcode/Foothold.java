package slipway.media.transcode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.Outcome;
import slipway.media.ffmpeg.PacketsCommand;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.MediaFacts;

/**
 * Where reading must begin so that every picture from some time on can be decoded (MD-40). Most
 * containers say so themselves. In MPEG-TS and MPEG-PS FFmpeg begins at whichever picture is near,
 * and drops all up to the next key frame; so the key frame before is looked for among the packets
 * just before that time, and farther back until there is one.
 */
final class Foothold {
  /** Key frames are farther apart than this in few files. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(12);

  /** How much more is looked at each time. */
  private static final int MORE = 4;

  /** Times are rounded on the way into the command; so a little early. */
  private static final Duration MARGIN = Duration.ofMillis(100);

  /** What was found. */
  sealed interface Found {
    /**
     * @param time after the beginning of the file; zero is the beginning
     */
    record At(Duration time) implements Found {}

    /** The run ends before it has begun. */
    record Nowhere(EncodingResult instead) implements Found {}
  }

  private final Ffmpeg ffmpeg;
  private final MediaFacts facts;
  private final Path source;

  Foothold(Ffmpeg ffmpeg, MediaFacts facts, Path source) {
    this.ffmpeg = ffmpeg;
    this.facts = facts;
    this.source = source;
  }

  /**
   * Looks for it.
   *
   * @param track of the picture; empty when only sound is read, which can be begun anywhere
   * @param time after the beginning of the file
   */
  Found before(
      Duration time, Optional<Integer> track, WorkFolder folder, Cancellation cancellation) {
    if (time.isZero() || track.isEmpty()) {
      return new Found.At(time);
    }
    return switch (facts.demuxer().seeking()) {
      case TO_KEY_FRAME -> new Found.At(time);
      case NOWHERE -> new Found.At(Duration.ZERO);
      case ANYWHERE -> search(time, track.get(), folder, cancellation);
    };
  }

  private Found search(Duration time, int track, WorkFolder folder, Cancellation cancellation) {
    for (Duration back = FIRST_LOOK; ; back = back.multipliedBy(MORE)) {
      boolean all = back.compareTo(time) >= 0;
      LastKeyFrame last = new LastKeyFrame(facts.start().plus(time));
      Outcome outcome =
          ffmpeg
              .box()
              .run(
                  new PacketsCommand(
                      source,
                      facts.demuxer(),
                      ffmpeg.settings().maxPixels(),
                      track,
                      all ? Optional.empty() : Optional.of(facts.start().plus(time).minus(back)),
                      facts.start().plus(time)),
                  folder,
                  ffmpeg.settings().packetLimits(all ? time : back),
                  last::line,
                  cancellation);
      if (outcome instanceof Outcome.Failed) {
        return new Found.At(time); // ffmpeg reads on where it cannot seek, and ffprobe ends
      }
      if (!(outcome instanceof Outcome.Finished)) {
        return new Found.Nowhere(Encoding.result(outcome, Map.of()));
      }
      if (last.decodedAt().isPresent() || all) {
        return new Found.At(
            last.decodedAt()
                .map(found -> found.minus(facts.start()).minus(MARGIN))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO));
      }
    }
  }

  /** Of the packets in order, the last key frame that is shown at some time or before. */
  static final class LastKeyFrame {
    private final double latest;
    private double shown = Double.NEGATIVE_INFINITY;
    private Optional<Duration> decoded = Optional.empty();

    LastKeyFrame(Duration latest) {
      this.latest = latest.toNanos() / 1e9;
    }

    /** Takes a line of {@link PacketsCommand}; one without times is passed over. */
    void line(String line) {
      String[] fields = line.split(",", -1);
      if (fields.length < 3 || !fields[2].startsWith("K")) {
        return;
      }
      double pts = seconds(fields[0]);
      double dts = seconds(fields[1]);
      if (pts <= latest && pts > shown && dts <= pts) {
        shown = pts;
        decoded = Optional.of(Duration.ofNanos(Math.round(dts * 1e9)));
      }
    }

    /** On the file's own time line: reading finds it by this. */
    Optional<Duration> decodedAt() {
      return decoded;
    }

    /** No number where there is none. */
    private static double seconds(String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException unknown) {
        return Double.NaN;
      }
    }
  }
}
