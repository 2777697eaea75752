package slipway.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import slipway.core.video.Facts;
import slipway.core.video.TrackFacts;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Ratio;
import slipway.media.probe.Track;

/** What ffprobe says, in core's words. */
final class FactsOfProbe {
  private FactsOfProbe() {}

  static Facts of(MediaFacts facts) {
    List<TrackFacts> tracks = new ArrayList<>();
    facts.video().ifPresent(track -> tracks.add(video(track, facts)));
    facts.audio().ifPresent(track -> tracks.add(audio(track, facts)));
    return new Facts(facts.formatNames(), facts.duration(), tracks);
  }

  private static TrackFacts video(Track.Video track, MediaFacts facts) {
    Track.Size size = track.displaySize();
    return new TrackFacts(
        track.codec().orElse("unknown"),
        track.start().map(start -> sinceStart(start, facts)).orElse(Duration.ZERO),
        track.duration().orElse(facts.duration()),
        track.bitRate().orElse(0),
        new TrackFacts.Picture(
            size.width(),
            size.height(),
            track.rate().map(Ratio::value).orElse(0.0),
            track.pixelFormat().orElse(null)),
        /* sound= */ null);
  }

  private static TrackFacts audio(Track.Audio track, MediaFacts facts) {
    return new TrackFacts(
        track.codec().orElse("unknown"),
        track.start().map(start -> sinceStart(start, facts)).orElse(Duration.ZERO),
        track.duration().orElse(facts.duration()),
        track.bitRate().orElse(0),
        /* picture= */ null,
        new TrackFacts.Sound(
            track.channels(), track.sampleRate(), (int) track.bitDepth().orElse(0)));
  }

  private static Duration sinceStart(Duration start, MediaFacts facts) {
    Duration late = start.minus(facts.start());
    return late.isNegative() ? Duration.ZERO : late;
  }
}
