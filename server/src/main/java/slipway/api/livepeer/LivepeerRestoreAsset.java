package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.core.journey.RestoreVideo;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/** {@code POST /asset/{id}/restore} (LP-107). */
final class LivepeerRestoreAsset implements LivepeerRoutes.Operation {
  private final LivepeerOwned owned;
  private final RestoreVideo restoreVideo;

  LivepeerRestoreAsset(LivepeerOwned owned, RestoreVideo restoreVideo) {
    this.owned = owned;
    this.restoreVideo = restoreVideo;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    Video video =
        owned.toChange(request.parameter("id"), caller, "users may only restore their own assets");
    restoreVideo.restore(video.id());
    return LivepeerAnswers.empty();
  }
}
