package slipway.playback;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import slipway.core.rendition.Rendition;
import slipway.core.video.Video;
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
record ServeVideo(Programme programme, OpenVideos open) implements ForViewers.Served {

  @Override
  public Response serve(Request request, Video video) throws IOException {
    List<Rendition> made = programme.renditionsOf(video);
    if (!video.isWatchable() || made.isEmpty()) {
      return PlaybackProblems.notFound();
    }
    OpenVideo held = open.hold(video, made);
    try {
      Optional<Resource> found = held.presentation().find(request.parameter("file"), Links.PLAIN);
      return found.isPresent()
          ? representation(held, found.get(), video).answer(request)
          : PlaybackProblems.notFound();
    } finally {
      held.release();
    }
  }

  private static Representation representation(OpenVideo held, Resource resource, Video video) {
    List<Part> parts = held.parts(resource);
    return new Representation(
            resource.contentType(),
            resource.length(),
            resource.tag(),
            Headers.EMPTY,
            (from, length) -> held.content(Representation.cut(parts, from, length)))
        .with("Cache-Control", cacheControl(resource, video));
  }

  /** Playlists change when renditions come; segments of a public video may be kept a while. */
  private static String cacheControl(Resource resource, Video video) {
    if (!video.wishes().effectivePolicy().isPublic()) {
      return "private, no-store";
    }
    return resource.body().isEmpty() ? "no-cache" : "public, max-age=3600";
  }
}
