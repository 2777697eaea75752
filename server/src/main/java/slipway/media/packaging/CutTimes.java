package slipway.media.packaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the times at which all tracks of a presentation are cut (MD-57), in seconds on its time
 * line.
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

  /** Cuts at points that all video tracks have in common. */
  List<Double> ofVideos(List<VideoCuts> videos) {
    List<Double> times = new ArrayList<>();
    VideoCuts reference = videos.getFirst();
    double start = reference.time(0);
    double target = first;
    for (int i = 1; i < reference.count(); i++) {
      double time = reference.time(i);
      if (time - start >= target - EARLY && videos.stream().allMatch(video -> video.cutsAt(time))) {
        times.add(time);
        start = time;
        target = others;
      }
    }
    return times;
  }

  /**
   * Cuts audio where the video is cut, and goes on by itself where that has ended.
   *
   * @param videoEnd when the last picture has been shown; 0 without video
   */
  List<Double> ofAudio(
      List<Double> videoTimes, double videoEnd, double audioStart, double audioEnd) {
    List<Double> times = new ArrayList<>(videoTimes);
    double start = times.isEmpty() ? audioStart : times.getLast();
    double target = times.isEmpty() ? first : others;
    for (double time = Math.max(start + target, videoEnd);
        time < audioEnd - LEFT_OVER;
        time += others) {
      times.add(time);
    }
    return times;
  }

  /** The cut points of one video track as times. */
  record VideoCuts(Timeline timeline, CutPoints points) {
    int count() {
      return points.count();
    }

    double time(int index) {
      return timeline.presentationSeconds(points.sample(index));
    }

    boolean cutsAt(double time) {
      return Math.abs(time(nearest(time)) - time) <= 0.5 / Math.max(1, timeline.track().rate());
    }

    /** The sample of the cut point nearest to a time. */
    int sampleAt(double time) {
      return points.sample(nearest(time));
    }

    private int nearest(double time) {
      int low = 0;
      int high = count() - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (time(middle) < time) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low > 0 && time - time(low - 1) < time(low) - time ? low - 1 : low;
    }
  }
}
