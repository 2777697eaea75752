package slipway.media.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.TrackKind;

/**
 * How long an MP4 file plays by its own index (MD-18). ffprobe believes the heads; and of fragments
 * it counts from 0, although their times go on from whatever they were cut out of: the start of a
 * stream hours ago, or the year 1970.
 *
 * @param whole how long the chosen tracks play; zero when there is no such index
 * @param start when the first of them begins, which players leave out
 * @param fragmented whether ffprobe's lengths mean nothing
 * @param tracks how long each plays, by its number in the file; only of fragments
 */
public record IndexedLengths(
    Duration whole, Duration start, boolean fragmented, Map<Long, Duration> tracks) {
  /** Of a file that has no index of this kind. */
  static final IndexedLengths NONE =
      new IndexedLengths(Duration.ZERO, Duration.ZERO, /* fragmented= */ false, Map.of());

  /** Copies the map. */
  public IndexedLengths {
    tracks = Map.copyOf(tracks);
  }

  /** Of a file of the MP4 family; {@link #NONE} when its index cannot be read. */
  static IndexedLengths in(Path file) throws IOException {
    try (FileByteSource source = FileByteSource.open(file)) {
      return Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie) ? of(movie) : NONE;
    }
  }

  /** Of an index that was read, without holding on to it. */
  public static IndexedLengths of(Mp4Movie movie) {
    return new IndexedLengths(
        duration(movie.duration()),
        duration(movie.start()),
        movie.fragmented(),
        movie.fragmented() ? ofTracks(movie) : Map.of());
  }

  private static Map<Long, Duration> ofTracks(Mp4Movie movie) {
    return movie.tracks().stream()
        .filter(track -> track.kind() == TrackKind.VIDEO || track.kind() == TrackKind.AUDIO)
        .filter(track -> track.samples().count() > 0)
        .collect(
            Collectors.toMap(
                track -> Integer.toUnsignedLong(track.id()),
                track -> duration(track.shownSeconds()),
                // Of two tracks with one number all fragments are the first one's.
                (first, second) -> first));
  }

  /**
   * How long the file plays: as long as its samples do, unless ffprobe found more in a file without
   * fragments. Its length counts from 0.
   *
   * @param said by ffprobe
   */
  Optional<Duration> whole(Optional<Duration> said) {
    if (whole.isZero()) {
      return said;
    }
    return fragmented
        ? Optional.of(whole)
        : said.map(length -> length.minus(start))
            .filter(length -> length.compareTo(whole) > 0)
            .or(() -> Optional.of(whole));
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
