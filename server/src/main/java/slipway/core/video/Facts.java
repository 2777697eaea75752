package slipway.core.video;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What inspection found in the source.
 *
 * @param containers FFmpeg's names of the container, first is best ({@code mov}, {@code mp4} …)
 * @param duration of the whole, zero when unknown
 * @param tracks the tracks that will be used: at most one video, one audio
 * @param before how long the file played before a part of it was cut out, {@code null} when nothing
 *     was
 */
public record Facts(
    List<String> containers,
    Duration duration,
    List<TrackFacts> tracks,
    @Nullable Duration before) {
  private static final String HLS = "hls";

  public Facts {
    containers = List.copyOf(containers);
    tracks = List.copyOf(tracks);
  }

  /** Of a file that is taken as it is. */
  public Facts(List<String> containers, Duration duration, List<TrackFacts> tracks) {
    this(containers, duration, tracks, /* before= */ null);
  }

  /** The same of what came in the pieces of a playlist. */
  public Facts fromPlaylist() {
    List<String> names = new ArrayList<>(containers);
    names.addFirst(HLS);
    return new Facts(names, duration, tracks, before);
  }

  /** Whether it came in the pieces of a playlist. */
  public boolean isFromPlaylist() {
    return !containers.isEmpty() && containers.getFirst().equals(HLS);
  }

  /** The best name of what the stored file is. */
  public Optional<String> container() {
    return containers.stream().filter(name -> !name.equals(HLS)).findFirst();
  }

  /** The same of a part that was cut out of a longer file. */
  public Facts cutOutOf(Duration whole) {
    return new Facts(containers, duration, tracks, whole);
  }

  /** The same of a part that is yet to be cut out of the file. */
  public Facts toCutTo(Duration part) {
    return new Facts(containers, part, tracks, whole());
  }

  /** How long the file plays as it came. */
  public Duration whole() {
    return before == null ? duration : before;
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
