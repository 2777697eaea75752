package slipway.playback;

import java.io.IOException;
import java.util.Optional;
import slipway.core.video.Video;
import slipway.http.Headers;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.packaging.Resource;

/**
 * Playlists, manifests, init and media segments of a video, each made when it is asked for,
 * whatever its address looks like. Payload goes from file to socket without passing through here.
 *
 * @param arriving serves what is not there as a whole yet; empty when that is not wanted
 */
record ServeVideo(Asked.Spelling spelling, OnShow onShow, Optional<ServeArriving> arriving)
    implements ForViewers.Served {

  @Override
  public Response serve(Request request, Video video) throws IOException {
    Asked asked = spelling.read(request);
    Optional<OpenVideo> shown = onShow.hold(video);
    if (shown.isEmpty()) {
      return arriving.isPresent()
          ? arriving.get().serve(request, video, asked)
          : PlaybackProblems.notFound();
    }
    OpenVideo held = shown.get();
    try {
      Optional<Resource> found =
          held.presentation().find(asked.file(), asked.links(), asked.choice());
      return found.isPresent()
          ? representation(held, found.get(), cacheControl(held, found.get())).answer(request)
          : PlaybackProblems.notFound();
    } finally {
      held.release();
    }
  }

  static Representation representation(OpenVideo held, Resource resource, String cacheControl) {
    return new Representation(
            resource.contentType(),
            resource.length(),
            resource.tag(),
            Headers.EMPTY,
            (from, length) -> held.content(resource, from, length))
        .with("Cache-Control", cacheControl);
  }

  /** As {@link #cacheControl(Resource)}, but of what is still made nobody may keep anything. */
  static String cacheControl(OpenVideo held, Resource resource) {
    return held.isGrowing() ? "private, no-store" : cacheControl(resource);
  }

  /** Lists change when renditions come, texts when their owner mends them; media does not. */
  static String cacheControl(Resource resource) {
    return resource.isMedia() ? "public, max-age=3600" : "no-cache";
  }
}
