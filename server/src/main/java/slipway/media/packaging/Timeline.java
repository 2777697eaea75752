package slipway.media.packaging;

import java.util.List;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleTable;
import slipway.media.container.TrackKind;

/**
 * Where the samples of one track lie on the common time line of a presentation (MD-55). Edit lists
 * are not passed on: all tracks are moved instead, by so much that none begins before 0, and they
 * keep their distances.
 *
 * <p>That much is a round number with room for the reordering that encoders do, so that it is the
 * same before and after a rung came, also one with fewer pictures a second: a player that is in the
 * middle must not see time jump. Only what needs more has more.
 *
 * @param shift what is added to decoding times, in ticks of the track
 * @param offsetShift what is added to composition offsets so that none is negative; {@code shift}
 *     takes it back
 */
record Timeline(Mp4Track track, long shift, int offsetShift) {
  private static final long ROUND_MILLIS = 100;

  /**
   * Room for two pictures that a decoder holds back, as many as our encoder reorders over, down to
   * five pictures a second. The same for all: which rungs there are must not matter.
   */
  private static final long USUAL_MILLIS = 500;

  /** When the presentation begins on the common time line, in milliseconds. */
  static long beginMillis(List<Mp4Track> tracks) {
    long usual = ROUND_MILLIS;
    double longest = 0;
    for (Mp4Track track : tracks) {
      longest = Math.max(longest, track.seconds(hidden(track)));
      if (track.kind() == TrackKind.VIDEO) {
        usual = USUAL_MILLIS;
      }
    }
    return Math.max(usual, (long) Math.ceil(longest * 1000 / ROUND_MILLIS) * ROUND_MILLIS);
  }

  /**
   * @param firstStart when the first track of the same file begins, in seconds
   */
  static Timeline of(Mp4Track track, double firstStart, long beginMillis) {
    long empty = Math.round((track.startDelay() - firstStart) * track.timescale());
    long begin = Math.round(beginMillis * (track.timescale() / 1000.0));
    return new Timeline(track, empty + begin - hidden(track), offsetShift(track));
  }

  /** How much of the media's time line lies before the presentation, in ticks. */
  private static long hidden(Mp4Track track) {
    return track.mediaStart() + offsetShift(track);
  }

  private static int offsetShift(Mp4Track track) {
    return Math.max(0, -track.samples().minCompositionOffset());
  }

  SampleTable samples() {
    return track.samples();
  }

  /** When a sample is decoded (tfdt); for the sample behind the last one, when that ends. */
  long decodeTime(int sample) {
    return samples().decodeTime(sample) + shift;
  }

  int compositionOffset(int sample) {
    return samples().compositionOffset(sample) + offsetShift;
  }

  /** When a sample is shown, in seconds. */
  double presentationSeconds(int sample) {
    return track.seconds(decodeTime(sample) + compositionOffset(sample));
  }

  /**
   * When a picture is shown that follows the last one and is coded like the first one, in seconds.
   */
  double nextStartSeconds() {
    return track.seconds(decodeTime(samples().count()) + compositionOffset(0));
  }

  /** When the last sample has been shown, in seconds. */
  double endSeconds() {
    return track.seconds(samples().presentationEnd() + offsetShift + shift);
  }

  /**
   * The first sample shown at or after a time, for tracks without reordering; may be the number of
   * samples.
   */
  int firstAtOrAfter(double seconds) {
    long ticks = (long) Math.ceil(seconds * track.timescale() - 1e-6) - shift;
    int sample = samples().sampleAt(ticks);
    return samples().decodeTime(sample) < ticks ? sample + 1 : sample;
  }
}
