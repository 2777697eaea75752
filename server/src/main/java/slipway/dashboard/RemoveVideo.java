package slipway.dashboard;

import slipway.core.journey.DeleteVideo;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code DELETE /admin/videos/{id}}. */
record RemoveVideo(OneVideo one, DeleteVideo delete) implements Handler {

  @Override
  public Response handle(Request request) {
    delete.delete(one.of(request).id());
    return Response.of(204);
  }
}
