package slipway.media.packaging;

import java.time.Duration;
import java.util.List;
import slipway.media.container.SampleTable;

/**
 * How long the segments will be that a growing video does not have yet: its lists have to tell the
 * target duration before, and may not change it (RFC 8216, 6.2.1).
 *
 * @param picture the first one, which decides where all are cut
 * @param all how long the video will play
 */
record SegmentsToCome(
    PackagedTrack picture, CutTimes cutTimes, PackagingSettings settings, Duration all) {

  /** The longest one, in seconds. */
  double longest(List<PackagedTrack> sounds) {
    double usual = cutTimes.usual(picture.timeline(), picture.cutPoints());
    double behindFirst = all.minus(settings.firstSegment()).toMillis() / 1000.0;
    double longest = Math.min(usual, behindFirst);
    for (PackagedTrack sound : sounds) {
      longest = Math.max(longest, longest(sound.timeline(), usual));
    }
    return longest;
  }

  /**
   * Of a sound, which is cut at the first of its frames behind a cut of the picture: a segment may
   * be one frame longer than that of the picture.
   */
  private double longest(Timeline sound, double usual) {
    SampleTable samples = sound.samples();
    double frame = sound.track().seconds(samples.duration(0));
    List<Double> cuts = picture.cuts().seconds();
    if (cuts.isEmpty() || frame <= 0 || usual <= 0) {
      return 0;
    }
    double first = sound.presentationSeconds(0);
    double begin = picture.timeline().presentationSeconds(0);
    double longest = 0;
    for (double cut = cuts.getLast(); cut + usual < begin + seconds(all); cut += usual) {
      double length = framesUntil(cut + usual - first, frame) - framesUntil(cut - first, frame);
      longest = Math.max(longest, length * frame);
    }
    return longest;
  }

  /** Whole frames, and not one more where a time that was added up is a little off. */
  private static double framesUntil(double seconds, double frame) {
    return Math.ceil(seconds / frame - 1e-4);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
