package slipway.core.video;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What inspection found in the source.
 *
 * @param containers FFmpeg's names of the container, first is best ({@code mov}, {@code mp4} …)
 * @param duration of the whole, zero when unknown
 * @param tracks the tracks that will be used: at most one video, one audio
 */
public record Facts(List<String> containers, Duration duration, List<TrackFacts> tracks) {

  public Facts {
    containers = List.copyOf(containers);
    tracks = List.copyOf(tracks);
  }

  /** The video track, if the source has one. */
  public Optional<TrackFacts> video() {
    return tracks.stream().filter(TrackFacts::isVideo).findFirst();
  }

  /** The audio track, if the source has one. */
  public Optional<TrackFacts> audio() {
    return tracks.stream().filter(track -> !track.isVideo()).findFirst();
  }
}
