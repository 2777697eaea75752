package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.rendition.Traits;
import slipway.core.video.Failure;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Track;
import slipway.media.container.OutputCheck;
import slipway.media.container.SampleTable;
import slipway.media.container.TrackKind;
import slipway.media.container.WebmReading;
import slipway.media.ffmpeg.Demuxer;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;

/**
 * Looks at what an encoder made with our own reader, because exit code 0 says little (MD-43):
 * everything there, inside the file, key frames where they were asked for, and as long as it should
 * be. What is a little short is published with a warning in the log; what is much shorter is not,
 * nor what plays longer than a source that says exactly how long it is.
 */
final class Verification {
  private static final Logger log = LoggerFactory.getLogger(Verification.class);

  /** So much may always be missing of the expected duration. */
  private static final double SLACK_SECONDS = 0.5;

  /** Of the expected duration; what may be too much. */
  private static final double MUCH_LONGER = 0.01;

  /** Pictures a second, of which there are always more. */
  private static final double MIN_RATE = 0.01;

  /** Samples of one packet of AAC. */
  private static final double AAC_FRAME = 1024;

  private final LadderPlan plan;
  private final double leastShare;
  private final Duration known;

  /**
   * @param leastShare percent of the expected duration that must be there
   */
  Verification(LadderPlan plan, int leastShare) {
    this(plan, leastShare, Duration.ZERO);
  }

  /**
   * @param known how long the video is, where more is known of it than its file's head says (MD-18)
   */
  Verification(LadderPlan plan, int leastShare, Duration known) {
    this.plan = plan;
    this.leastShare = leastShare / 100.0;
    this.known = known;
  }

  /** What was found. */
  sealed interface Verdict {
    /** It is as planned, near enough. */
    record Good(Traits traits) implements Verdict {}

    /** It is not. */
    record Bad(Failure failure) implements Verdict {}
  }

  /**
   * @param reach how long the longest file made of this video plays, in seconds; holds for a track
   *     whose own length the source does not tell, and which may be shorter than the whole
   */
  Verdict picture(Rung rung, Path file, double reach) throws IOException {
    Optional<Mp4Movie> movie = Measured.movie(file);
    Optional<Mp4Track> track = movie.flatMap(Mp4Movie::video);
    if (movie.isEmpty() || track.isEmpty() || track.get().samples().count() == 0) {
      return damaged("The file is damaged: no picture could be made of it.");
    }
    Traits traits = Measured.of(movie.get());
    if (traits.codecs().isEmpty()) {
      return misencoded("The encoder wrote pictures that players would not know.");
    }
    if (Math.abs(traits.width() - rung.size().width()) > 1
        || Math.abs(traits.height() - rung.size().height()) > 1) {
      return misencoded("The encoder made pictures of another size than was asked for.");
    }
    if (!alignedWithSource(track.get())) {
      return misencoded("The encoder did not cut the pictures where the source is cut.");
    }
    Optional<String> gap = missingKeyFrame(rung, track.get());
    if (gap.isPresent()) {
      log.warn("an output is not as planned: {}", gap.get());
      return misencoded("The encoder did not place key frames where players change rungs.");
    }
    LadderPlan.Picture picture = plan.picture().orElseThrow();
    Duration expected = picture.expectedDuration();
    warn(new OutputCheck(TrackKind.VIDEO, expected, Optional.empty()), movie.get());
    boolean said = picture.track().duration().isPresent();
    double plays = movie.get().duration();
    return tooLong(plays, expected, said, frame(rung))
        .orElseGet(() -> lengthOf(plays, traits, expected, said ? 0 : reach));
  }

  /** A WebM file that is downloaded: picture, and sound where the source has any (MD-44). */
  Verdict webm(Rung rung, Path file, double reach) throws IOException {
    Optional<WebmReading.Webm> read = Measured.webm(file);
    Optional<WebmReading.Track> track = read.flatMap(webm -> webm.first(TrackKind.VIDEO));
    if (track.isEmpty() || track.get().blocks() == 0) {
      return damaged("The file is damaged: no picture could be made of it.");
    }
    if (!track.get().codec().equals("V_VP8")
        || track.get().width() != rung.size().width()
        || track.get().height() != rung.size().height()) {
      return misencoded("The encoder made other pictures than were asked for.");
    }
    Optional<WebmReading.Track> sound = read.flatMap(webm -> webm.first(TrackKind.AUDIO));
    boolean loud = sound.filter(found -> found.blocks() > 0).isPresent();
    if (plan.facts().audio().isPresent() && !loud) {
      return damaged("The file is damaged: no sound could be made of it.");
    }
    LadderPlan.Picture picture = plan.picture().orElseThrow();
    double seconds = track.get().last() + 1 / Math.max(1, rung.rate().value());
    Duration expected = picture.expectedDuration();
    boolean said = picture.track().duration().isPresent();
    Traits traits = Measured.of(track.get(), loud, seconds, Files.size(file));
    return tooLong(seconds, expected, said, frame(rung))
        .orElseGet(() -> lengthOf(seconds, traits, expected, said ? 0 : reach));
  }

  /** As {@link #picture}. */
  Verdict sound(Path file, double reach) throws IOException {
    Optional<Mp4Movie> movie = Measured.movie(file);
    if (movie.flatMap(Mp4Movie::audio).isEmpty()) {
      return damaged("The file is damaged: no sound could be made of it.");
    }
    LadderPlan.AudioPlan audio = plan.audio().orElseThrow();
    Duration expected = audio.expectedDuration();
    warn(new OutputCheck(TrackKind.AUDIO, expected, Optional.empty()), movie.get());
    boolean said = audio.track().duration().isPresent();
    double plays = movie.get().duration();
    return tooLong(plays, expected, said, AAC_FRAME / audio.sampleRate())
        .orElseGet(() -> lengthOf(plays, Measured.of(movie.get()), expected, said ? 0 : reach));
  }

  /**
   * Where a ladder goes by its own grid, every rung has to hold it: one that does not is cut
   * elsewhere than the others, and no player gets from one to the other. Below a source the
   * source's cuts count instead.
   */
  private Optional<String> missingKeyFrame(Rung rung, Mp4Track track) {
    if (rung.keyFrames().isZero()) {
      return track.samples().syncCount() == track.samples().count()
          ? Optional.empty()
          : Optional.of("The output has pictures that are no key frames.");
    }
    return plan.cuts().isEmpty()
        ? OutputCheck.gridFault(track, rung.keyFrames())
        : Optional.empty();
  }

  /** Players change between rungs only where all of them are cut. */
  private boolean alignedWithSource(Mp4Track track) {
    List<Double> cuts = plan.cuts();
    if (cuts.size() < 2) {
      return true;
    }
    SampleTable samples = track.samples();
    double frame = 1 / Math.max(1, track.rate());
    int sync = 0;
    int met = 0;
    for (double cut : cuts) {
      while (sync + 1 < samples.syncCount() && shown(track, sync) < cut - frame / 2 - 1e-6) {
        sync++;
      }
      met += Math.abs(shown(track, sync) - cut) <= frame / 2 + 1e-6 ? 1 : 0;
    }
    return met >= 0.8 * cuts.size();
  }

  private static double shown(Mp4Track track, int sync) {
    SampleTable samples = track.samples();
    long time = samples.presentationTime(samples.syncSample(sync));
    return track.seconds(time - track.mediaStart());
  }

  private static double frame(Rung rung) {
    return 1 / Math.max(MIN_RATE, rung.rate().value());
  }

  /**
   * Pictures that are said to be shown much later than the film ends are held until then, and a
   * minute becomes an hour. That this is wrong is certain only where the source has an index of
   * each of its tracks, as MP4 has. Other containers tell what their writer meant to write, or what
   * their last bytes look like: joined recordings rightly play longer than that.
   *
   * @param said whether the track has a length of its own
   * @param frame the longest that may stand over the end, in seconds
   */
  private Optional<Verdict> tooLong(double plays, Duration planned, boolean said, double frame) {
    double expected = Math.max(planned.toNanos(), known.toNanos()) / 1e9;
    boolean exact = said && plan.facts().demuxer() == Demuxer.MOV;
    return exact && plays > expected + Math.max(SLACK_SECONDS, MUCH_LONGER * expected) + frame
        ? Optional.of(
            damaged(
                String.format(
                    Locale.ROOT,
                    "The file is damaged: its %.1f seconds became %.1f.",
                    expected,
                    plays)))
        : Optional.empty();
  }

  private Verdict lengthOf(double plays, Traits traits, Duration planned, double reach) {
    double seconds = Math.max(plays, reach);
    double expected = planned.toNanos() / 1e9;
    return seconds >= expected - mayBeMissing(expected, leastShare)
        ? new Verdict.Good(traits)
        : damaged(
            String.format(
                Locale.ROOT, "The file is damaged after %.1f of %.1f seconds.", seconds, expected));
  }

  private static Verdict damaged(String cause) {
    return new Verdict.Bad(
        Failure.of(
            Failure.Kind.INCOMPLETE,
            cause,
            "Upload it again if it plays to its end elsewhere, or convert it to MP4 first."));
  }

  /** Nothing that an owner could mend, and no word about the file. */
  private static Verdict misencoded(String cause) {
    return new Verdict.Bad(Failure.of(Failure.Kind.INTERNAL, cause));
  }

  /**
   * How much shorter than expected a file may be, in seconds.
   *
   * @param leastShare 0 to 1
   */
  static double mayBeMissing(double expected, double leastShare) {
    return Math.max(SLACK_SECONDS, (1 - leastShare) * expected);
  }

  private static void warn(OutputCheck check, Mp4Movie movie) {
    check.faults(movie).forEach(fault -> log.warn("an output is not as planned: {}", fault));
  }
}
