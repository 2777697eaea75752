package slipway.media.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks a file that our own encoder wrote (MD-43): is everything in it that was asked for? That
 * all samples lie inside the file is already known when it was {@link Mp4Reading.Parsed}.
 *
 * @param kind the one track that must be there
 * @param duration what it should last
 * @param grid the distance of key frames that was asked for; empty when it does not matter
 */
public record OutputCheck(TrackKind kind, Duration duration, Optional<Duration> grid) {
  private static final double SHORTEST_TOLERANCE = 0.5;
  private static final double TOLERANCE = 0.01;

  /** What is wrong, as sentences for the operator; empty when all is well. */
  public List<String> faults(Mp4Movie movie) {
    Optional<Mp4Track> found = kind == TrackKind.VIDEO ? movie.video() : movie.audio();
    if (found.isEmpty()) {
      return List.of("The output has no " + kind.name().toLowerCase(Locale.ROOT) + " track.");
    }
    Mp4Track track = found.get();
    List<String> faults = new ArrayList<>();
    double expected = duration.toNanos() / 1e9;
    double actual = track.presentationEnd();
    if (Math.abs(actual - expected) > Math.max(SHORTEST_TOLERANCE, expected * TOLERANCE)) {
      faults.add(
          String.format(
              Locale.ROOT, "The output lasts %.2f s instead of %.2f s.", actual, expected));
    }
    grid.flatMap(distance -> gridFault(track, distance)).ifPresent(faults::add);
    return List.copyOf(faults);
  }

  /**
   * What is wrong with the grid of key frames: at each multiple of the distance, the first picture
   * at or after it must be one (MD-31). Where the source has no pictures for a while, that is the
   * first one behind the hole.
   */
  public static Optional<String> gridFault(Mp4Track track, Duration grid) {
    SampleTable samples = track.samples();
    double distance = grid.toNanos() / 1e9;
    double frame = 1 / Math.max(1, track.rate());
    long start = samples.presentationStart();
    double length = track.seconds(samples.presentationEnd() - start);
    int next = 0;
    for (double time = 0; time < length - frame; time += distance) {
      while (next < samples.syncCount() && at(track, start, next) < time - frame / 2) {
        next++;
      }
      boolean late = next == samples.syncCount() || at(track, start, next) > time + 1.5 * frame;
      if (late && shows(track, start, next, time + frame / 2)) {
        return Optional.of(
            String.format(Locale.ROOT, "The output has no key frame at %.2f s.", time));
      }
    }
    return Optional.empty();
  }

  /** Whether a picture before a key frame and behind the last one is shown at a time or later. */
  private static boolean shows(Mp4Track track, long start, int syncIndex, double time) {
    SampleTable samples = track.samples();
    int from = syncIndex == 0 ? 0 : samples.syncSample(syncIndex - 1);
    int to = syncIndex == samples.syncCount() ? samples.count() : samples.syncSample(syncIndex);
    for (int sample = from; sample < to; sample++) {
      if (track.seconds(samples.presentationTime(sample) - start) >= time) {
        return true;
      }
    }
    return false;
  }

  private static double at(Mp4Track track, long start, int syncIndex) {
    SampleTable samples = track.samples();
    return track.seconds(samples.presentationTime(samples.syncSample(syncIndex)) - start);
  }
}
