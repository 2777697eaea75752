package slipway.api.gcore;

import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /streaming/videos/{id}} (GC-68). */
final class GcoreGetVideo implements GcoreRoutes.Operation {
  private final GcoreOwned owned;
  private final GcoreVideos videos;

  GcoreGetVideo(GcoreOwned owned, GcoreVideos videos) {
    this.owned = owned;
    this.videos = videos;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    return GcoreAnswers.json(200, videos.details(owned.video(request, caller)));
  }
}
