package slipway.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.media.container.ByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.Mp4Track;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.CutPoints;
import slipway.media.packaging.Packability;
import slipway.media.packaging.PackagingCheck;

/** Where a source that is packaged as it is can be cut, so that its ladder is cut there as well. */
final class SourceCuts {
  private SourceCuts() {}

  /** Seconds on the file's time line; empty when it cannot be packaged, or has no picture. */
  static Optional<List<Double>> of(ByteSource source) throws IOException {
    if (!(Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie))
        || !(PackagingCheck.of(movie, source) instanceof Packability.AsIs(var tracks))
        || movie.video().isEmpty()) {
      return Optional.empty();
    }
    double start = tracks.stream().mapToDouble(track -> track.track().startDelay()).min().orElse(0);
    return Optional.of(times(tracks.getFirst(), start));
  }

  private static List<Double> times(CheckedTrack checked, double start) {
    Mp4Track track = checked.track();
    CutPoints cuts = checked.cutPoints();
    double shift = track.startDelay() - start - track.seconds(track.mediaStart());
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < cuts.count(); i++) {
      long shown = track.samples().presentationTime(cuts.sample(i));
      times.add(Math.max(0, track.seconds(shown) + shift));
    }
    return times;
  }
}
