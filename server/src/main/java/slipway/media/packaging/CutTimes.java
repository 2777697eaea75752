package slipway.media.packaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses where the tracks of a presentation are cut (MD-57), in seconds on its time line. The
 * first video track is cut as it likes best; the others with it, if they can be cut there, so that
 * players may change between them anywhere, and else by themselves.
 */
final class CutTimes {
  /** Frame times are rounded; a cut point this little before its target is taken. */
  private static final double EARLY = 0.05;

  /**
   * What would be left over for a last audio segment shorter than this stays with the one before.
   */
  private static final double LEFT_OVER = 0.5;

  private final double first;
  private final double others;

  CutTimes(PackagingSettings settings) {
    this.first = seconds(settings.firstSegment());
    this.others = seconds(settings.segment());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /**
   * The samples at which a video track is cut.
   *
   * @param goesOn whether another picture at which a player can start follows the last sample; it
   *     is named when the track is cut there
   */
  List<Integer> ofVideo(Timeline timeline, CutPoints points, boolean goesOn) {
    List<Integer> cuts = new ArrayList<>();
    double early = Math.max(EARLY, frame(timeline));
    double start = timeline.presentationSeconds(points.sample(0));
    double target = first;
    for (int i = 1; i < points.count(); i++) {
      double time = timeline.presentationSeconds(points.sample(i));
      if (time - start >= target - early) {
        cuts.add(points.sample(i));
        start = time;
        target = others;
      }
    }
    if (goesOn && timeline.nextStartSeconds() - start >= target - early) {
      cuts.add(timeline.samples().count());
    }
    return cuts;
  }

  /**
   * How long most segments of a track will be that goes on behind its last sample as it began, in
   * seconds.
   */
  double usual(Timeline timeline, CutPoints points) {
    double there = timeline.nextStartSeconds() - timeline.presentationSeconds(points.sample(0));
    double distance = there / points.count();
    double early = Math.max(EARLY, frame(timeline));
    return distance > 0 ? distance * Math.ceil((others - early) / distance) : others;
  }

  /** The samples at which a video track is cut at given times; empty when it cannot be. */
  static Optional<List<Integer>> ofVideo(Timeline timeline, CutPoints points, Cuts like) {
    List<Integer> cuts = new ArrayList<>();
    double tolerance = Math.max(frame(timeline), like.frame());
    int next = 0;
    for (double time : like.seconds()) {
      while (next < points.count()
          && timeline.presentationSeconds(points.sample(next)) < time - tolerance) {
        next++;
      }
      int found = next;
      while (next + 1 < points.count()
          && distance(timeline, points, next + 1, time) < distance(timeline, points, found, time)) {
        found = ++next;
      }
      if (found == points.count() || distance(timeline, points, found, time) > tolerance) {
        return Optional.empty();
      }
      cuts.add(points.sample(found));
    }
    return Optional.of(cuts);
  }

  private static double distance(Timeline timeline, CutPoints points, int index, double time) {
    return Math.abs(timeline.presentationSeconds(points.sample(index)) - time);
  }

  /**
   * When a video track is cut.
   *
   * @param seconds when the segments behind the first one begin
   * @param frame how long one of its pictures is shown
   * @param end when the last picture has been shown
   */
  record Cuts(List<Double> seconds, double frame, double end) {
    static final Cuts NONE = new Cuts(List.of(), 0, 0);
  }

  /** Cuts sound where pictures are cut, and goes on by itself where those have ended. */
  List<Double> ofAudio(Timeline audio, Cuts pictures) {
    List<Double> times = new ArrayList<>(pictures.seconds());
    double start = times.isEmpty() ? audio.presentationSeconds(0) : times.getLast();
    double target = times.isEmpty() ? first : others;
    goOn(times, Math.max(start + target, pictures.end()), others, audio);
    return times;
  }

  private static void goOn(List<Double> times, double from, double step, Timeline audio) {
    for (double time = from; time < audio.endSeconds() - LEFT_OVER; time += step) {
      times.add(time);
    }
  }

  /** How long a picture is shown, at most half a second. */
  static double frame(Timeline timeline) {
    return 1 / Math.max(2, timeline.track().rate());
  }
}
