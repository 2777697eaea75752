package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.core.task.Task;
import slipway.core.video.Videos;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /task/{id}} (LP-116). */
final class LivepeerGetTask implements LivepeerRoutes.Operation {
  private final LivepeerOwnedTasks owned;
  private final Videos videos;
  private final LivepeerTasks shapes;

  LivepeerGetTask(LivepeerOwnedTasks owned, Videos videos, LivepeerTasks shapes) {
    this.owned = owned;
    this.videos = videos;
    this.shapes = shapes;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    Task task = owned.toRead(request.parameter("id"), caller);
    return LivepeerAnswers.json(
        200, shapes.task(task, videos.byId(task.video()).orElseThrow(), caller.account()));
  }
}
