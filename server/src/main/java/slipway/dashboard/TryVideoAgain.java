package slipway.dashboard;

import slipway.core.journey.RetryVideo;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code POST /admin/videos/{id}/retry}. */
record TryVideoAgain(OneVideo one, VideoShapes shapes, RetryVideo retry) implements Handler {

  @Override
  public Response handle(Request request) {
    return AdminKey.json(202, shapes.of(retry.retry(one.of(request).id()), request.origin()));
  }
}
