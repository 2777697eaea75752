package slipway.api.cloudflare;

import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.http.Request;

/** Finds the caller's video that a path names; anything else does not exist (CF-87, REL-88). */
final class CloudflareOwned {
  private final Videos videos;

  CloudflareOwned(Videos videos) {
    this.videos = videos;
  }

  /** The video in the path's {@code {uid}}. */
  Video video(Request request, Caller caller) {
    return video(request.parameter("uid"), caller);
  }

  /** The video of that uid. */
  Video video(String uid, Caller caller) {
    return CloudflareIds.parse(uid)
        .flatMap(videos::byId)
        .filter(found -> !found.isDeleted() && found.account() == caller.account().number())
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")));
  }
}
