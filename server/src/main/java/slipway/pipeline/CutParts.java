package slipway.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import slipway.core.video.Failure;
import slipway.media.container.ByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleTable;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.CutPoints;

/**
 * What an encoder cut out, read with our own reader: its tracks, and whether they are as long as
 * what was asked for. An encoder that breaks off in a damaged file ends with exit code 0, too
 * (MD-25, MD-43).
 */
final class CutParts {
  /** Sound comes in blocks and pictures in frames, and the last one may reach over the end. */
  private static final double SURPLUS_SECONDS = 0.5;

  private CutParts() {}

  /** Picture first; none of what cannot be read or plays nothing. */
  static List<CheckedTrack> tracks(ByteSource file) throws IOException {
    List<CheckedTrack> tracks = new ArrayList<>();
    if (Mp4Index.read(file) instanceof Mp4Reading.Parsed(Mp4Movie movie)) {
      if (movie.video().filter(CutParts::plays).isPresent()) {
        Mp4Track picture = movie.video().get();
        tracks.add(new CheckedTrack(picture, CutPoints.verified(picture, file)));
      }
      movie.audio().filter(CutParts::plays).map(CheckedTrack::fromIndex).ifPresent(tracks::add);
    }
    return tracks;
  }

  private static boolean plays(Mp4Track track) {
    return track.samples().count() > 0;
  }

  /** How long the longest of them plays, in seconds. */
  static double length(List<CheckedTrack> tracks) {
    return tracks.stream().mapToDouble(one -> one.track().presentationEnd()).max().orElse(0);
  }

  /** How long the longest frame of any of them is shown, in seconds. */
  static double longestFrame(List<CheckedTrack> tracks) {
    return tracks.stream()
        .map(CheckedTrack::track)
        .mapToDouble(CutParts::longestFrame)
        .max()
        .orElse(0);
  }

  /** How long the longest frame is shown, in seconds; slides may stay for minutes. */
  static double longestFrame(Mp4Track track) {
    SampleTable samples = track.samples();
    long longest = 0;
    for (int sample = 0; sample < samples.count(); sample++) {
      longest = Math.max(longest, samples.duration(sample));
    }
    return (double) longest / track.timescale();
  }

  /**
   * What is wrong with a part of some length; empty when it is as it should be.
   *
   * @param seconds that came out
   * @param least that are in the source between the wanted times; 0 when nobody knows
   * @param most that were asked for
   * @param frame seconds of the longest frame: the last one begins within the part, and may end
   *     that much later
   * @param leastShare percent of {@code least} that must be there
   */
  static Optional<Failure> fault(
      double seconds, double least, double most, double frame, int leastShare) {
    if (seconds < least - Verification.mayBeMissing(least, leastShare / 100.0)) {
      return Optional.of(
          Failure.of(
              Failure.Kind.INCOMPLETE,
              String.format(
                  Locale.ROOT,
                  "The file is damaged in the part that is wanted: %.1f of %.1f seconds came out.",
                  seconds,
                  least),
              "Ask for another part, or upload the file again, converted to MP4."));
    }
    return seconds > most + Math.max(SURPLUS_SECONDS, frame)
        ? Optional.of(
            Failure.of(
                Failure.Kind.INTERNAL,
                String.format(
                    Locale.ROOT,
                    "The part came out %.1f seconds long, and %.1f were asked for.",
                    seconds,
                    most)))
        : Optional.empty();
  }
}
