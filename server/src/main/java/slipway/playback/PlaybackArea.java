package slipway.playback;

import java.time.Duration;
import java.util.List;
import slipway.core.rendition.Renditions;
import slipway.core.video.Videos;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
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
      Videos videos,
      Renditions renditions,
      Authoriser authoriser,
      BlobStore blobs,
      PlaybackSettings settings) {
    Handler video = new ServeVideo(videos, renditions, authoriser, new OpenVideos(blobs, settings));
    Handler download = new ServeDownload(videos, authoriser, blobs);
    Routes routes =
        new Routes()
            .get("/{playbackId}/video", download)
            .get("/{playbackId}/video/{name}", download)
            .get("/{playbackId}/{file...}", video);
    return Area.at("/hls", routes)
        .notFound(_ -> PlaybackProblems.notFound())
        .methodNotAllowed((_, _) -> PlaybackProblems.notFound())
        .onError(PlaybackProblems::render)
        .cors(ANY_SITE);
  }
}
