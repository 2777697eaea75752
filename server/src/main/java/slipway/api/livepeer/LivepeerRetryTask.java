package slipway.api.livepeer;

import slipway.api.livepeer.LivepeerShapes.TaskId;
import slipway.core.account.Caller;
import slipway.core.export.ExportVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
import slipway.http.Request;
import slipway.http.Response;

/** {@code POST /task/{id}/retry} (LP-108). */
final class LivepeerRetryTask implements LivepeerRoutes.Operation {
  private final LivepeerOwnedTasks owned;
  private final RetryVideo retryVideo;
  private final ExportVideo exports;

  LivepeerRetryTask(LivepeerOwnedTasks owned, RetryVideo retryVideo, ExportVideo exports) {
    this.exports = exports;
    this.owned = owned;
    this.retryVideo = retryVideo;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    Task task = owned.toRead(request.parameter("id"), caller);
    if (task.state() != Task.State.FAILED) {
      throw new ProblemException(new Problem.BadRequest("task is not in a retryable state"));
    }
    switch (task.kind()) {
      case UPLOAD, CLIP -> retryVideo.retry(task.video());
      case EXPORT -> exports.retry(task.id());
    }
    return LivepeerAnswers.json(200, new TaskId(task.id().toString()));
  }
}
