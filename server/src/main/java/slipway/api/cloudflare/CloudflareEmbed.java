package slipway.api.cloudflare;

import java.nio.charset.StandardCharsets;
import slipway.core.account.Caller;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /{uid}/embed}: a piece of HTML whatever the client says it accepts (CF-92). */
record CloudflareEmbed(CloudflareOwned owned, CloudflareVideos videos)
    implements CloudflareRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    Video video = owned.video(request, caller);
    String html =
        """
        <iframe src="%s" style="border: none" width="1280" height="720" \
        allow="accelerometer; gyroscope; autoplay; encrypted-media; picture-in-picture" \
        allowfullscreen></iframe>
        """
            .formatted(videos.url(video, "iframe"));
    return Response.bytes(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
  }
}
