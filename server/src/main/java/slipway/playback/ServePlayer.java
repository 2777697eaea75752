package slipway.playback;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code /{uid or token}/iframe}, {@code …/watch} and {@code /player/videos/…}: a page with a
 * player (CF-120, GC-142). The page is the same for all; only who may frame it is the video's own
 * (CF-115).
 */
final class ServePlayer implements ForViewers.Served {
  /** A host or an origin and nothing that could end the directive; others allow nobody. */
  private static final Pattern SOURCE =
      Pattern.compile(
          "(?:https?://)?(?:\\*\\.)?[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]++)*+(?::[0-9]{1,5})?");

  /** A poster may lie anywhere; everything else is ours. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: http: data:;"
          + " connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors ";

  @Override
  public Response serve(Request request, Video video) throws IOException {
    return PlayerFiles.page(request.path().segments().size() - 1)
        .with("Content-Security-Policy", POLICY + ancestors(video))
        // The player's own requests must show that they come from here, and nothing to others.
        .with("Referrer-Policy", "same-origin")
        .with("Cache-Control", "private, no-cache")
        .answer(request);
  }

  /** Where it may be framed (CF-115). */
  static String ancestors(Video video) {
    List<String> origins = video.wishes().effectivePolicy().origins();
    if (origins.isEmpty() || origins.contains("*")) {
      return "*";
    }
    return Stream.concat(
            Stream.of("'self'"),
            origins.stream()
                .map(origin -> origin.endsWith("/") ? cut(origin) : origin)
                .filter(origin -> SOURCE.matcher(origin).matches()))
        .collect(Collectors.joining(" "));
  }

  private static String cut(String origin) {
    return origin.substring(0, origin.length() - 1);
  }
}
