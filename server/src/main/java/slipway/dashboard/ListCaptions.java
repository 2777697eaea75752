package slipway.dashboard;

import java.util.List;
import slipway.core.caption.Captions;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /admin/videos/{id}/captions}. */
record ListCaptions(OneVideo one, Captions captions) implements Handler {

  private record Listed(List<CaptionShape> captions) {}

  @Override
  public Response handle(Request request) {
    return AdminKey.json(
        200, new Listed(captions.of(one.of(request).id()).stream().map(CaptionShape::of).toList()));
  }
}
