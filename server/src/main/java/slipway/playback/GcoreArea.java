package slipway.playback;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.core.access.Protections;
import slipway.core.access.Use;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;

/**
 * Everything below {@code /videos} and {@code /player/videos}: Gcore's delivery side (sections 9,
 * 10 and 13).
 */
final class GcoreArea {
  /** GC-141. */
  private static final CorsPolicy ANY_SITE =
      new CorsPolicy(
          (request, origin) -> true,
          List.of("GET", "HEAD", "OPTIONS"),
          List.of("Range"),
          List.of("Content-Length", "Content-Range", "Accept-Ranges", "ETag"),
          /* credentials= */ true,
          Duration.ofDays(1),
          /* preflightStatus= */ 200,
          /* privateNetwork= */ false);

  private GcoreArea() {}

  /** Below {@code prefix}, whose last part is {@code videos}. */
  static Area of(String prefix, Stock stock, Protections protections) {
    ByGcoreAddress manner = new ByGcoreAddress(stock.programme(), stock.viewers(), protections);
    ServeGcoreVideo video = new ServeGcoreVideo(stock.programme(), stock.onShow(), protections);
    ServeGcoreFile file =
        new ServeGcoreFile(
            stock.wholeFile(),
            new ServePicture(stock.programme(), stock.onShow(), stock.blobs(), stock.pictures()),
            stock.blobs(),
            new ServePlayer(),
            Paced.Time.of(System::nanoTime));
    Map<Use, Handler> forUse = new EnumMap<>(Use.class);
    for (Use use : Use.values()) {
      forUse.put(
          use,
          new ForViewers(
              manner,
              stock.authoriser(),
              use,
              (request, found) ->
                  isWhole(request) ? file.serve(request, found) : video.serve(request, found)));
    }
    Handler any =
        request ->
            open(request, forUse.getOrDefault(use(request), manner::notFound).handle(request));
    return Area.at(prefix, new Routes().get("/{video}/{file...}", any))
        .notFound(request -> open(request, manner.notFound(request)))
        .methodNotAllowed((request, _) -> open(request, manner.notFound(request)))
        .onError((request, failure) -> open(request, PlaybackProblems.render(request, failure)))
        .cors(ANY_SITE);
  }

  private static Use use(Request request) {
    return asked(request).map(GcoreFile::use).orElse(Use.WATCH);
  }

  private static boolean isWhole(Request request) {
    return asked(request)
        .filter(file ->
            file instanceof GcoreFile.Page
                || file instanceof GcoreFile.Mp4
                || file instanceof GcoreFile.Picture
                || file instanceof GcoreFile.Poster)
        .isPresent();
  }

  private static Optional<GcoreFile> asked(Request request) {
    return GcoreAddress.of(request).map(GcoreFile::of);
  }

  /** Who says no origin may still be a cache that answers browsers later. */
  private static Response open(Request request, Response response) {
    return request.headers().has("Origin")
        ? response
        : response.with("Access-Control-Allow-Origin", "*");
  }
}
