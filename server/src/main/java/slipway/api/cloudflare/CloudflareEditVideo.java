package slipway.api.cloudflare;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.core.account.Caller;
import slipway.core.journey.ChangeVideo;
import slipway.core.upload.ChangeTicket;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNull;
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
        .filter(uid -> !(uid instanceof JsonNull))
        .filter(_ -> !body.string("uid").orElse("").equals(request.parameter("uid")))
        .ifPresent(_ -> {
          throw CloudflareReader.bad("uid", "uid must be that of the path");
        });
    CloudflareSaid said = reader.read(news(body, video), caller, "uploadExpiry", video.createdAt());
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

  /**
   * What a body says otherwise: clients send back the whole object they got, with limits that ended
   * long ago and marks that nobody can change.
   */
  private JsonObject news(JsonObject body, Video video) {
    JsonObject shown = (JsonObject) Json.toTree(videos.shape(video));
    Map<String, JsonValue> members = new LinkedHashMap<>(body.members());
    members.remove("watermark");
    for (String limit : List.of("maxDurationSeconds", "uploadExpiry", "scheduledDeletion")) {
      JsonValue now = shown.members().get(limit);
      members.remove(limit, now);
    }
    return JsonValue.object(members);
  }
}
