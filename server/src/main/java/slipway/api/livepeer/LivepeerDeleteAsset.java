package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.core.journey.DeleteVideo;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/** {@code DELETE /asset/{id}}, in any phase (LP-106). */
final class LivepeerDeleteAsset implements LivepeerRoutes.Operation {
  private final LivepeerOwned owned;
  private final DeleteVideo deleteVideo;

  LivepeerDeleteAsset(LivepeerOwned owned, DeleteVideo deleteVideo) {
    this.owned = owned;
    this.deleteVideo = deleteVideo;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    Video video =
        owned.toChange(request.parameter("id"), caller, "users may only delete their own assets");
    deleteVideo.delete(video.id());
    return LivepeerAnswers.empty();
  }
}
