package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /asset/{id}} (LP-94). */
final class LivepeerGetAsset implements LivepeerRoutes.Operation {
  private final LivepeerOwned owned;
  private final LivepeerAssets assets;

  LivepeerGetAsset(LivepeerOwned owned, LivepeerAssets assets) {
    this.owned = owned;
    this.assets = assets;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    Video video = owned.toRead(request.parameter("id"), caller);
    return LivepeerAnswers.json(
        200, assets.asset(video, caller.account(), LivepeerListing.withDetails(request)));
  }
}
