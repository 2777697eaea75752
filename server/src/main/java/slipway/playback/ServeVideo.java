package slipway.playback;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.http.Handler;
import slipway.http.Headers;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.packaging.Links;
import slipway.media.packaging.Resource;

/**
 * {@code GET /hls/{playbackId}/…}: playlists, manifests, init and media segments, each made when it
 * is asked for. Payload goes from file to socket without passing through here.
 */
final class ServeVideo implements Handler {
  private final Videos videos;
  private final Renditions renditions;
  private final Authoriser authoriser;
  private final OpenVideos open;

  ServeVideo(Videos videos, Renditions renditions, Authoriser authoriser, OpenVideos open) {
    this.videos = videos;
    this.renditions = renditions;
    this.authoriser = authoriser;
    this.open = open;
  }

  @Override
  public Response handle(Request request) throws IOException {
    Optional<Video> found =
        videos.byPlaybackId(request.parameter("playbackId")).filter(video -> !video.isDeleted());
    if (found.isEmpty()) {
      return PlaybackProblems.notFound();
    }
    Video video = found.get();
    if (!authoriser.allows(request, video)) {
      return PlaybackProblems.refused(request);
    }
    List<Rendition> made = renditions.of(video.id());
    if (!video.isWatchable() || made.isEmpty()) {
      return PlaybackProblems.notFound();
    }
    OpenVideo held = open.hold(video, made);
    try {
      return held.presentation()
          .find(request.parameter("file"), Links.PLAIN)
          .map(resource -> representation(held, resource, video))
          .orElseGet(Answer::notFound)
          .to(request);
    } finally {
      held.release();
    }
  }

  /** What is answered, once it is clear whether there is anything. */
  @FunctionalInterface
  private interface Answer {
    Response to(Request request) throws IOException;

    static Answer notFound() {
      return _ -> PlaybackProblems.notFound();
    }
  }

  private static Answer representation(OpenVideo held, Resource resource, Video video) {
    List<Part> parts = held.parts(resource);
    Representation representation =
        new Representation(
                resource.contentType(),
                resource.length(),
                resource.tag(),
                Headers.EMPTY,
                (from, length) -> held.content(Slices.of(parts, from, length)))
            .with("Cache-Control", cacheControl(resource, video));
    return representation::answer;
  }

  /** Playlists change when renditions come; segments of a public video may be kept a while. */
  private static String cacheControl(Resource resource, Video video) {
    if (!video.wishes().effectivePolicy().isPublic()) {
      return "private, no-store";
    }
    return resource.body().isEmpty() ? "no-cache" : "public, max-age=3600";
  }
}
