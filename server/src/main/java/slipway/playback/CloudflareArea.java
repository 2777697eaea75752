package slipway.playback;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import slipway.core.access.TokenReader;
import slipway.core.access.Use;
import slipway.core.download.Downloads;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.RequestPath;
import slipway.http.Response;
import slipway.http.Routes;

/**
 * Cloudflare's addresses of viewers, at the root of the site: {@code /{uid or token}/…} (CF-107,
 * CF-116 to CF-133). Only paths that begin with what looks like one of the two are this area's.
 */
final class CloudflareArea {
  private static final CorsPolicy PAGES_THAT_MAY =
      new CorsPolicy(
          (request, origin) -> request.get(ByUidOrToken.WRONG_ORIGIN).isEmpty(),
          List.of("GET", "HEAD", "OPTIONS"),
          List.of("Range"),
          List.of("Content-Length", "Content-Range", "Accept-Ranges", "ETag"),
          /* credentials= */ true,
          Duration.ofDays(1),
          /* preflightStatus= */ 200,
          /* privateNetwork= */ false);

  private static final List<String> PAGES_OF_HOSTS = List.of("iframe", "watch");

  private final Stock stock;
  private final Manner manner;

  private CloudflareArea(Stock stock, TokenReader tokens) {
    this.stock = stock;
    this.manner = new ByUidOrToken(stock.programme(), tokens, stock.viewers());
  }

  static Area of(Stock stock, TokenReader tokens, Downloads downloads) {
    return new CloudflareArea(stock, tokens).area(downloads);
  }

  private Area area(Downloads downloads) {
    ServeVideo anyFile = new ServeVideo(new CloudflareSpelling(), stock.onShow(), Optional.empty());
    ServePicture anyPicture =
        new ServePicture(stock.programme(), stock.onShow(), stock.blobs(), stock.pictures());
    ServePlayer player = new ServePlayer();
    Routes routes =
        new Routes()
            .get("/{uid}/manifest/{file...}", viewers(Use.WATCH, anyFile))
            .get("/{uid}/thumbnails/{name}", viewers(Use.LOOK, anyPicture))
            .get(
                "/{uid}/downloads/{name}",
                viewers(Use.TAKE, new ServeOffered(downloads, stock.wholeFile())))
            .get("/{uid}", CloudflareArea::root)
            .get("/{uid}/iframe", viewers(Use.WATCH, player))
            .get("/{uid}/watch", viewers(Use.WATCH, player))
            .get(
                "/{uid}/metadata/playerEnhancementInfo.json",
                viewers(Use.LOOK, new ServeDetails()));
    return Area.at("/", routes)
        .where(CloudflareArea::isOurs)
        .notFound(_ -> PlainAnswers.notFound())
        .methodNotAllowed((_, _) -> PlainAnswers.notFound())
        .onError(PlaybackProblems::render)
        .cors(PAGES_THAT_MAY);
  }

  private static boolean isOurs(RequestPath path) {
    return !path.segments().isEmpty() && ByUidOrToken.isName(path.segments().getFirst());
  }

  /**
   * On hosts called {@code iframe.…} and {@code watch.…} the name alone is the page of that name
   * (CF-121): for players that build such addresses themselves, in front of whom a DNS zone points
   * here. Elsewhere it is nothing. What may be seen is decided where it leads.
   */
  private static Response root(Request request) {
    String host = request.headers().first("Host").orElse("").toLowerCase(Locale.ROOT);
    Optional<String> page =
        PAGES_OF_HOSTS.stream().filter(name -> host.startsWith(name + ".")).findFirst();
    if (page.isEmpty()) {
      return PlainAnswers.notFound();
    }
    String query = request.query().raw();
    // Relative to what was asked for, whatever host and folder a proxy shows.
    String location = request.parameter("uid") + "/" + page.get();
    return Response.of(302)
        .with("Location", query.isEmpty() ? location : location + "?" + query)
        .with("Cache-Control", "private, no-store");
  }

  /** All of it stands behind the authoriser, and nothing of a failed video is there (CF-119). */
  private Handler viewers(Use use, ForViewers.Served served) {
    ForViewers.Served unlessFailed =
        (request, video) ->
            isBroken(video.phase()) ? PlainAnswers.failed() : served.serve(request, video);
    ForViewers checked = new ForViewers(manner, stock.authoriser(), use, unlessFailed);
    return request -> open(request, checked.handle(request));
  }

  /** What never came is as if it still might (CF-81). */
  private static boolean isBroken(Phase phase) {
    return phase instanceof Phase.Failed(Failure failure)
        && failure.kind() != Failure.Kind.NEVER_CAME;
  }

  /** Who says no origin may still be a cache that answers browsers later. */
  private static Response open(Request request, Response response) {
    boolean refused = request.get(ByUidOrToken.WRONG_ORIGIN).isPresent();
    return refused || request.headers().has("Origin")
        ? response
        : response.with("Access-Control-Allow-Origin", "*");
  }
}
