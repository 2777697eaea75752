package slipway.api.cloudflare;

import slipway.core.account.Caller;
import slipway.core.journey.DeleteVideo;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code DELETE /{uid}}: 200 with nothing in it and no media type, which SDKs would try to read as
 * JSON (CF-89).
 */
record CloudflareDeleteVideo(CloudflareOwned owned, DeleteVideo deleteVideo)
    implements CloudflareRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    deleteVideo.delete(owned.video(request, caller).id());
    return Response.of(200);
  }
}
