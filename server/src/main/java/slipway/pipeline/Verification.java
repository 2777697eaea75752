package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.OutputCheck;
import slipway.media.container.TrackKind;
import slipway.media.transcode.RenditionPlan;
import slipway.media.transcode.RenditionResult;

/**
 * Looks at what an encoder made with our own reader, because exit code 0 says little (MD-43):
 * everything there, inside the file, key frames where they were asked for, and as long as it should
 * be. What is a little short is published with a warning in the log; what is much shorter is not.
 */
final class Verification {
  private static final Logger log = LoggerFactory.getLogger(Verification.class);

  /** What may be missing of the expected duration: this many seconds or this share. */
  private static final double SLACK_SECONDS = 0.5;

  private static final double SLACK_SHARE = 0.05;

  private Verification() {}

  /** A sentence for the owner if the files are not what was planned. */
  static Optional<String> faultIn(RenditionPlan plan, RenditionResult.Made made)
      throws IOException {
    Duration expected = plan.expectedDuration();
    double longest = 0;
    if (made.video().isPresent()) {
      Optional<Mp4Movie> movie = read(made.video().get());
      if (movie.flatMap(Mp4Movie::video).isEmpty()) {
        return Optional.of("The file is damaged: no picture could be made of it.");
      }
      warn(
          new OutputCheck(TrackKind.VIDEO, expected, Optional.of(RenditionPlan.KEY_FRAME_DISTANCE)),
          movie.get());
      longest = movie.get().duration();
    }
    if (made.audio().isPresent()) {
      Optional<Mp4Movie> movie = read(made.audio().get());
      if (movie.flatMap(Mp4Movie::audio).isEmpty()) {
        return Optional.of("The file is damaged: no sound could be made of it.");
      }
      warn(new OutputCheck(TrackKind.AUDIO, expected, Optional.empty()), movie.get());
      longest = Math.max(longest, movie.get().duration());
    }
    return tooShort(longest, expected.toNanos() / 1e9);
  }

  private static Optional<String> tooShort(double seconds, double expected) {
    if (seconds >= expected - Math.max(SLACK_SECONDS, SLACK_SHARE * expected)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT, "The file is damaged after %.1f of %.1f seconds.", seconds, expected));
  }

  private static void warn(OutputCheck check, Mp4Movie movie) {
    check.faults(movie).forEach(fault -> log.warn("an output is not as planned: {}", fault));
  }

  private static Optional<Mp4Movie> read(Path file) throws IOException {
    try (FileByteSource source = FileByteSource.open(file)) {
      return Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie)
          ? Optional.of(movie)
          : Optional.empty();
    }
  }
}
