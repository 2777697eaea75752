package slipway.dashboard;

import slipway.core.journey.RetryVideo;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code POST /admin/videos/{id}/renditions/{name}/retry} (REL-33). */
record TryRenditionAgain(OneVideo one, VideoShapes shapes, RetryVideo retry) implements Handler {

  @Override
  public Response handle(Request request) {
    return AdminKey.json(
        202,
        shapes.of(
            retry.retryRendition(one.of(request).id(), request.parameter("name")),
            request.origin()));
  }
}
