package slipway.media.packaging;

import java.util.List;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleTable;

/**
 * Where the samples of one track lie on the common time line of a presentation (MD-55). Edit lists
 * are not passed on: all tracks are moved instead, by so much that none begins before 0, and they
 * keep their distances.
 *
 * @param shift what is added to decoding times, in ticks of the track
 * @param offsetShift what is added to composition offsets so that none is negative; {@code shift}
 *     takes it back
 */
record Timeline(Mp4Track track, long shift, int offsetShift) {

  static List<Timeline> of(List<Mp4Track> tracks) {
    double firstStart = tracks.stream().mapToDouble(Mp4Track::startDelay).min().orElse(0);
    Mp4Track latest = tracks.getFirst();
    for (Mp4Track track : tracks) {
      if (track.seconds(hidden(track)) > latest.seconds(hidden(latest))) {
        latest = track;
      }
    }
    long longest = hidden(latest);
    long scale = latest.timescale();
    return tracks.stream()
        .map(track -> {
          long empty = Math.round((track.startDelay() - firstStart) * track.timescale());
          long common = scaled(longest, track.timescale(), scale);
          return new Timeline(track, empty + common - hidden(track), offsetShift(track));
        })
        .toList();
  }

  /** How much of the media's time line lies before the presentation, in ticks. */
  private static long hidden(Mp4Track track) {
    return track.mediaStart() + offsetShift(track);
  }

  private static int offsetShift(Mp4Track track) {
    return Math.max(0, -track.samples().minCompositionOffset());
  }

  /** {@code ticks * to / from}, rounded down, without overflow. */
  private static long scaled(long ticks, long to, long from) {
    return Math.addExact(Math.multiplyExact(ticks / from, to), ticks % from * to / from);
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
