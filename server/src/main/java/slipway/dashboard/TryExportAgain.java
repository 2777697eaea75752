package slipway.dashboard;

import slipway.core.video.Video;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code POST /admin/videos/{id}/exports/{task}/retry}. */
record TryExportAgain(OneVideo one, VideoShapes shapes, Copies copies) implements Handler {

  @Override
  public Response handle(Request request) {
    Video video = one.of(request);
    copies.retry(video, request.parameter("task"));
    return AdminKey.json(202, shapes.of(one.of(request), request.origin()));
  }
}
