package slipway.playback;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import slipway.core.access.Use;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;

/** Everything below {@code /hls}: one folder for each video (LP-127). */
final class PlaybackArea {
  /** Players on any site read media, and hls.js asks with headers of its own (LP-130). */
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

  private PlaybackArea() {}

  static Area of(Stock stock, Optional<ServeArriving> arriving) {
    Programme programme = stock.programme();
    Manner manner = new ByPlaybackId(programme, stock.viewers());
    Authoriser authoriser = stock.authoriser();
    ServeVideo anyFile =
        new ServeVideo(
            request ->
                new Asked(
                    request.parameter("file"), Viewers.links(request), UnaryOperator.identity()),
            stock.onShow(),
            arriving);
    ServePicture anyPicture =
        new ServePicture(programme, stock.onShow(), stock.blobs(), stock.pictures());
    Handler mp4 = new ForViewers(manner, authoriser, Use.TAKE, stock.wholeFile());
    Handler webm =
        new ForViewers(manner, authoriser, Use.TAKE, new ServeWebm(programme, stock.blobs()));
    Handler watched = new ForViewers(manner, authoriser, Use.WATCH, anyFile);
    Handler video = open(request -> whole(request, mp4, webm).orElse(watched).handle(request));
    Handler download =
        open(
            new ForViewers(
                manner,
                authoriser,
                Use.TAKE,
                new ServeDownload(stock.blobs(), new ArchiveRoots())));
    Routes routes =
        new Routes()
            .get("/{playbackId}/video", download)
            .get("/{playbackId}/video/{name}", download)
            .get(
                "/{playbackId}/thumbnails/{name}",
                open(new ForViewers(manner, authoriser, Use.LOOK, anyPicture)))
            .get("/{playbackId}/{file...}", video);
    return Area.at("/hls", routes)
        .notFound(open(_ -> PlaybackProblems.notFound()))
        .methodNotAllowed((request, _) -> open(request, PlaybackProblems.notFound()))
        .onError((request, failure) -> open(request, PlaybackProblems.render(request, failure)))
        .cors(ANY_SITE);
  }

  /** Who hands out a whole file of that name. */
  private static Optional<Handler> whole(Request request, Handler mp4, Handler webm) {
    String file = request.parameter("file");
    if (file.indexOf('/') >= 0) {
      return Optional.empty(); // A segment, as nearly always.
    }
    return ServeMp4.NAME.matcher(file).matches()
        ? Optional.of(mp4)
        : ServeWebm.NAME.matcher(file).matches() ? Optional.of(webm) : Optional.empty();
  }

  private static Handler open(Handler handler) {
    return request -> open(request, handler.handle(request));
  }

  /** Who says no origin may still be a cache that answers browsers later (LP-130). */
  private static Response open(Request request, Response response) {
    return request.headers().has("Origin")
        ? response
        : response.with("Access-Control-Allow-Origin", "*");
  }
}
