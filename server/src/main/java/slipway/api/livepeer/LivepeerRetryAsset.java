package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.core.journey.RetryVideo;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/** {@code POST /asset/{id}/retry} (LP-108); of a ready asset that was not signed, the signing. */
final class LivepeerRetryAsset implements LivepeerRoutes.Operation {
  private final LivepeerOwned owned;
  private final RetryVideo retryVideo;

  LivepeerRetryAsset(LivepeerOwned owned, RetryVideo retryVideo) {
    this.owned = owned;
    this.retryVideo = retryVideo;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    Video video = owned.toRead(request.parameter("id"), caller);
    if (!(video.phase() instanceof Phase.Failed) && !video.canBeSignedAgain()) {
      throw new ProblemException(new Problem.BadRequest("Asset is not failed"));
    }
    retryVideo.retry(video.id());
    return LivepeerAnswers.empty();
  }
}
