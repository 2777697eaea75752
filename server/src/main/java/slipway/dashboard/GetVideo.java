package slipway.dashboard;

import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /admin/videos/{id}}. */
record GetVideo(OneVideo one, VideoShapes shapes) implements Handler {

  @Override
  public Response handle(Request request) {
    return AdminKey.json(200, shapes.of(one.of(request), request.origin()));
  }
}
