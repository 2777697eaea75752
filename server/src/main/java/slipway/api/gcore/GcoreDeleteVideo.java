package slipway.api.gcore;

import slipway.core.account.Caller;
import slipway.core.journey.DeleteVideo;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.http.Response;

/** {@code DELETE /streaming/videos/{id}}; the second time nothing is there (GC-74). */
final class GcoreDeleteVideo implements GcoreRoutes.Operation {
  private final GcoreOwned owned;
  private final DeleteVideo deleteVideo;

  GcoreDeleteVideo(GcoreOwned owned, DeleteVideo deleteVideo) {
    this.owned = owned;
    this.deleteVideo = deleteVideo;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    try {
      deleteVideo.delete(owned.video(request, caller).id());
    } catch (ProblemException failure) {
      if (failure.problem() instanceof Problem.WrongState) { // somebody was faster
        throw new ProblemException(new Problem.NotFound("video not found"), failure);
      }
      throw failure;
    }
    return GcoreAnswers.empty();
  }
}
