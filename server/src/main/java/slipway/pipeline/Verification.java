package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.CutPoints;
import slipway.media.transcode.RenditionPlan;
import slipway.media.transcode.RenditionResult;

/**
 * Looks at what an encoder made with our own reader, because exit code 0 says little (MD-43):
 * everything there, inside the file, beginning with a key frame, and as long as it should be.
 */
final class Verification {
  /** What may be missing of the expected duration: this many seconds or this share. */
  private static final double SLACK_SECONDS = 0.5;

  private static final double SLACK_SHARE = 0.05;

  private Verification() {}

  /** A sentence for the owner if the files are not what was planned. */
  static Optional<String> faultIn(RenditionPlan plan, RenditionResult.Made made)
      throws IOException {
    double longest = 0;
    if (made.video().isPresent()) {
      Optional<Mp4Movie> movie = read(made.video().get());
      if (movie.flatMap(Mp4Movie::video).isEmpty() || !startsWithKeyFrame(movie.get())) {
        return Optional.of("The file is damaged: no picture could be made of it.");
      }
      longest = movie.get().duration();
    }
    if (made.audio().isPresent()) {
      Optional<Mp4Movie> movie = read(made.audio().get());
      if (movie.flatMap(Mp4Movie::audio).isEmpty()) {
        return Optional.of("The file is damaged: no sound could be made of it.");
      }
      longest = Math.max(longest, movie.get().duration());
    }
    double expected = plan.expectedDuration().toNanos() / 1e9;
    if (longest < expected - Math.max(SLACK_SECONDS, SLACK_SHARE * expected)) {
      return Optional.of(
          String.format(
              Locale.ROOT, "The file is damaged after %.1f of %.1f seconds.", longest, expected));
    }
    return Optional.empty();
  }

  private static Optional<Mp4Movie> read(Path file) throws IOException {
    try (FileByteSource source = FileByteSource.open(file)) {
      return Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie)
          ? Optional.of(movie)
          : Optional.empty();
    }
  }

  private static boolean startsWithKeyFrame(Mp4Movie movie) {
    CutPoints cuts = CheckedTrack.fromIndex(movie.video().orElseThrow()).cutPoints();
    return cuts.count() > 0 && cuts.sample(0) == 0;
  }
}
