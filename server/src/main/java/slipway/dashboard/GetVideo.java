package slipway.dashboard;

import slipway.core.video.Video;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /admin/videos/{id}}; only here also what stands in its way, and its copies. */
record GetVideo(OneVideo one, VideoShapes shapes, Hindrances hindrances, Copies copies)
    implements Handler {

  @Override
  public Response handle(Request request) {
    Video video = one.of(request);
    return AdminKey.json(
        200, shapes.of(video, request.origin()).with(hindrances.of(video), copies.of(video)));
  }
}
