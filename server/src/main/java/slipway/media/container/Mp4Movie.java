package slipway.media.container;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the index of a file says. Immutable; a few bytes per sample (see {@link SampleTable}).
 *
 * @param brands the major brand first, then the compatible ones; empty for an old QuickTime file
 * @param fragmented whether samples are indexed in fragments ({@code mvex}, {@code moof})
 * @param indexFirst whether the index comes before the media, so that the beginning of the file can
 *     be played while the rest is still on its way
 * @param indexPosition where {@code moov} begins
 * @param indexBytes how long {@code moov} is
 * @param size of the file when it was read
 */
public record Mp4Movie(
    List<String> brands,
    boolean fragmented,
    boolean indexFirst,
    long indexPosition,
    long indexBytes,
    long size,
    List<Mp4Track> tracks) {

  /**
   * Below this many pictures per second a track counts as a slide show and is chosen only if there
   * is nothing better (MD-17).
   */
  private static final double SLOWEST_VIDEO = 5;

  /** Copies the lists. */
  public Mp4Movie {
    brands = List.copyOf(brands);
    tracks = List.copyOf(tracks);
  }

  /** The major brand; QuickTime's own when the file does not say. */
  public String majorBrand() {
    return brands.isEmpty() ? "qt  " : brands.getFirst();
  }

  /**
   * The video track to play (MD-17): the first default one that moves, else the first usable one.
   */
  public Optional<Mp4Track> video() {
    return chosen(
        track -> usablePicture(track), track -> track.enabled() && track.rate() >= SLOWEST_VIDEO);
  }

  /** The audio track to play (MD-17): the first default one, else the first usable one. */
  public Optional<Mp4Track> audio() {
    return chosen(
        track -> track.audio().filter(entry -> entry.sampleRate() > 0).isPresent(),
        Mp4Track::enabled);
  }

  /**
   * When the first of the chosen tracks begins, in seconds from the start of the movie; 0 when
   * there are none. Nothing plays before, and players are not made to wait for it (MD-55).
   * Fragments go on from whatever they were cut out of.
   */
  public double start() {
    return played()
        .mapToDouble(track -> fragmented ? track.firstShown() : track.startDelay())
        .min()
        .orElse(0);
  }

  /**
   * How long it plays in seconds (MD-18): from when the first of the chosen tracks begins to when
   * the last one ends; 0 when there are none.
   */
  public double duration() {
    double start = start();
    return played().mapToDouble(track -> end(track) - start).max().orElse(0);
  }

  private Stream<Mp4Track> played() {
    return Stream.of(video(), audio()).flatMap(Optional::stream);
  }

  private double end(Mp4Track track) {
    return fragmented ? track.firstShown() + track.shownSeconds() : track.presentationEnd();
  }

  private Optional<Mp4Track> chosen(Predicate<Mp4Track> usable, Predicate<Mp4Track> preferred) {
    List<Mp4Track> candidates =
        tracks.stream().filter(track -> track.samples().count() > 0).filter(usable).toList();
    return candidates.stream().min(Comparator.comparing(track -> !preferred.test(track)));
  }

  private static boolean usablePicture(Mp4Track track) {
    boolean cover =
        track.samples().count() == 1
            && track.codecName().filter(List.of("mjpeg", "png")::contains).isPresent();
    return track.codedSize().isPresent() && !cover;
  }
}
