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
import slipway.storage.BlobStore;

/** Everything below {@code /hls}: one folder for each video (LP-127). */
public final class PlaybackArea {
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

  /** The area, to be mounted as it is. */
  public static Area of(
      Library library,
      Authoriser authoriser,
      BlobStore blobs,
      Indexes indexes,
      PlaybackSettings settings,
      Pictures pictures) {
    Programme programme = new Programme(library);
    OpenVideos open = new OpenVideos(blobs, indexes, settings);
    ServeVideo anyFile =
        new ServeVideo(
            request ->
                new Asked(
                    request.parameter("file"), Viewers.links(request), UnaryOperator.identity()),
            programme,
            open,
            settings.whileUploading()
                ? Optional.of(
                    new ServeArriving(library.uploads(), new ArrivingVideos(blobs, settings)))
                : Optional.empty());
    ServePicture anyPicture = new ServePicture(programme, open, blobs, pictures);
    ServeMp4 wholeFile = new ServeMp4(programme, open);
    Handler mp4 = new ForViewers(programme, authoriser, Use.TAKE, wholeFile);
    Handler watched = new ForViewers(programme, authoriser, Use.WATCH, anyFile);
    Handler video =
        open(request ->
            ServeMp4.NAME.matcher(request.parameter("file")).matches()
                ? mp4.handle(request)
                : watched.handle(request));
    Handler download =
        open(new ForViewers(programme, authoriser, Use.TAKE, new ServeDownload(blobs)));
    Routes routes =
        new Routes()
            .get("/{playbackId}/video", download)
            .get("/{playbackId}/video/{name}", download)
            .get(
                "/{playbackId}/thumbnails/{name}",
                open(new ForViewers(programme, authoriser, Use.LOOK, anyPicture)))
            .get("/{playbackId}/{file...}", video);
    return Area.at("/hls", routes)
        .notFound(open(_ -> PlaybackProblems.notFound()))
        .methodNotAllowed((request, _) -> open(request, PlaybackProblems.notFound()))
        .onError((request, failure) -> open(request, PlaybackProblems.render(request, failure)))
        .cors(ANY_SITE);
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
