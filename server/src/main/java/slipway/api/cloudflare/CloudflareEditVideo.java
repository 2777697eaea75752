package slipway.api.cloudflare;

import java.io.IOException;
import slipway.core.account.Caller;
import slipway.core.journey.ChangeVideo;
import slipway.core.upload.ChangeTicket;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/** {@code POST /{uid}} (CF-88). */
record CloudflareEditVideo(
    CloudflareOwned owned,
    CloudflareReader reader,
    ChangeVideo changeVideo,
    ChangeTicket changeTicket,
    CloudflareVideos videos)
    implements CloudflareRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    Video video = owned.video(request, caller);
    JsonObject body = CloudflareBodies.object(request);
    body.member("uid")
        .filter(_ -> !body.string("uid").orElse("").equals(request.parameter("uid")))
        .ifPresent(_ -> {
          throw CloudflareReader.bad("uid", "uid must be that of the path");
        });
    CloudflareSaid said = reader.read(body, request, caller, "uploadExpiry", video.createdAt());
    Video changed =
        changeVideo.change(
            video.id(),
            current -> {
              if (said.longest() != null || said.until() != null) {
                changeTicket.change(current, said.longest(), said.until());
              }
              return said.change(current);
            });
    return CloudflareAnswers.ok(videos.shape(changed));
  }
}
