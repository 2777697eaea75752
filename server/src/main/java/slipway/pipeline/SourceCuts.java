package slipway.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import slipway.media.container.ByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.Mp4Track;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.CutPoints;
import slipway.media.packaging.Packability;
import slipway.media.packaging.PackagingCheck;
import slipway.media.packaging.PackagingSettings;

/** Where a source that is packaged as it is can be cut, so that its ladder is cut there as well. */
final class SourceCuts {
  /**
   * More than these do not fit into a command, and an output is measured by all that it was asked
   * for.
   */
  private static final int MOST = 7_000;

  /** Frame times are rounded; a cut this little before its target is one. */
  private static final double EARLY = 0.05;

  private SourceCuts() {}

  /** Seconds on the file's time line; empty when it cannot be packaged, or has no picture. */
  static Optional<List<Double>> of(ByteSource source) throws IOException {
    if (!(Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie))
        || !(PackagingCheck.of(movie, source) instanceof Packability.AsIs(var tracks))
        || movie.video().isEmpty()) {
      return Optional.empty();
    }
    double start = tracks.stream().mapToDouble(track -> track.track().startDelay()).min().orElse(0);
    return Optional.of(fewEnough(times(tracks.getFirst(), start), PackagingSettings.DEFAULT));
  }

  /**
   * Of a long film with many cuts, those at which its segments begin; players change nowhere else.
   * Where there are too many of these as well, some of them.
   */
  static List<Double> fewEnough(List<Double> cuts, PackagingSettings segments) {
    if (cuts.size() <= MOST) {
      return cuts;
    }
    List<Double> used = new ArrayList<>(List.of(cuts.getFirst()));
    double target = segments.firstSegment().toNanos() / 1e9;
    for (double cut : cuts) {
      if (cut - used.getLast() >= target - EARLY) {
        used.add(cut);
        target = segments.segment().toNanos() / 1e9;
      }
    }
    int step = (used.size() + MOST - 1) / MOST;
    return IntStream.range(0, (used.size() + step - 1) / step)
        .mapToObj(i -> used.get(i * step))
        .toList();
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
