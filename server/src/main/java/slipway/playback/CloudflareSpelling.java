package slipway.playback;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import slipway.http.Request;
import slipway.media.packaging.Rendition;

/**
 * {@code manifest/video.m3u8} and {@code manifest/video.mpd} (CF-116). All other addresses below
 * {@code manifest} are the packager's own, and relative: a token in front of the first one is also
 * in front of each that a player makes of it (CF-107).
 */
final class CloudflareSpelling implements Asked.Spelling {
  private static final double MEGABIT = 1e6;

  @Override
  public Asked read(Request request) {
    String file = request.parameter("file");
    String ours =
        switch (file) {
          case "video.m3u8" -> "index.m3u8";
          case "video.mpd" -> "index.mpd";
          // One name for each; the packager's own would be a second one.
          case "index.m3u8", "index.mpd" -> "";
          default -> file;
        };
    return new Asked(ours, Viewers.links(request), choice(request));
  }

  /** {@code ?clientBandwidthHint=1.8}: only the rendition closest to so many Mbit/s (CF-118). */
  private static UnaryOperator<List<Rendition>> choice(Request request) {
    Optional<Double> hint =
        request.query().first("clientBandwidthHint").flatMap(CloudflareSpelling::number);
    return hint.isEmpty()
        ? UnaryOperator.identity()
        : all -> closest(all, hint.get() * MEGABIT).map(List::of).orElse(all);
  }

  private static Optional<Rendition> closest(List<Rendition> all, double bandwidth) {
    return all.stream()
        .min(Comparator.comparingDouble(one -> Math.abs(one.bandwidth() - bandwidth)));
  }

  /** What is no positive number is as if it had not been said. */
  private static Optional<Double> number(String text) {
    try {
      double number = Double.parseDouble(text);
      return number > 0 && Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }
}
