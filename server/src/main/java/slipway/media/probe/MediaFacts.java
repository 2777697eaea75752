package slipway.media.probe;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import slipway.media.ffmpeg.Demuxer;

/**
 * What a file holds. At least one of {@link #video()} and {@link #audio()} is present.
 *
 * @param demuxer what to open it as
 * @param formatNames all names ffprobe gives the format, such as {@code mov, mp4, m4a, 3gp}
 * @param duration how long it plays: ffprobe's word, or counted where there is none; of MP4 what
 *     our own index says (MD-18), and so it is with tracks that lie in fragments
 * @param start earliest timestamp of the file; may be negative
 * @param bitRate bits per second over everything
 * @param tracks all tracks in the file's order
 */
public record MediaFacts(
    Demuxer demuxer,
    List<String> formatNames,
    Duration duration,
    Duration start,
    OptionalLong bitRate,
    List<Track> tracks) {

  /** Lists are copied. */
  public MediaFacts {
    formatNames = List.copyOf(formatNames);
    tracks = List.copyOf(tracks);
  }

  /**
   * The track to show: marked as default with at least 5 frames per second, else the first (MD-17).
   */
  public Optional<Track.Video> video() {
    return usableVideos()
        .filter(video -> video.byDefault() && video.rate().map(Ratio::value).orElse(0.0) >= 5)
        .findFirst()
        .or(() -> usableVideos().findFirst());
  }

  /** The track to hear: marked as default, else the first (MD-17). */
  public Optional<Track.Audio> audio() {
    return usableAudios()
        .filter(Track.Audio::byDefault)
        .findFirst()
        .or(() -> usableAudios().min(Comparator.comparingInt(Track.Audio::index)));
  }

  private Stream<Track.Video> usableVideos() {
    return tracks.stream()
        .filter(Track.Video.class::isInstance)
        .map(Track.Video.class::cast)
        .filter(Track.Video::usable);
  }

  private Stream<Track.Audio> usableAudios() {
    return tracks.stream()
        .filter(Track.Audio.class::isInstance)
        .map(Track.Audio.class::cast)
        .filter(Track.Audio::usable);
  }
}
