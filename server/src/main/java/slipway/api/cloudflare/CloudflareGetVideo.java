package slipway.api.cloudflare;

import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /{uid}} (CF-87). */
record CloudflareGetVideo(CloudflareOwned owned, CloudflareVideos videos)
    implements CloudflareRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    return CloudflareAnswers.ok(videos.shape(owned.video(request, caller)));
  }
}
