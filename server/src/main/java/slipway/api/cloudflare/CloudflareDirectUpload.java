package slipway.api.cloudflare;

import java.io.IOException;
import java.time.Instant;
import slipway.api.cloudflare.CloudflareShapes.DirectUpload;
import slipway.core.account.Caller;
import slipway.core.upload.Limits;
import slipway.core.upload.RequestUpload;
import slipway.core.video.Video;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code POST /direct_upload}: a one-time URL for an end user, and a video that waits for its file
 * (section 3 of the contract).
 */
record CloudflareDirectUpload(
    CloudflareReader reader, RequestUpload requestUpload, CloudflareVideos videos, Origin origin)
    implements CloudflareRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    CloudflareSaid said = reader.readNew(CloudflareBodies.object(request), request, caller);
    if (said.longest() == null) {
      throw CloudflareReader.bad(
          "maxDurationSeconds", "required field maxDurationSeconds is missing");
    }
    Instant until =
        said.until() == null ? reader.now().plus(CloudflareNewcomers.DIRECT_EXPIRY) : said.until();
    RequestUpload.Given given =
        requestUpload.give(
            new RequestUpload.Asked(
                caller.account(),
                CloudflareRoutes.DOOR,
                caller.key().name(),
                CloudflareRoutes.DOOR,
                said.name(),
                said.wishes(until),
                new Limits(null, said.longest(), until, CloudflareNewcomers.LEAST),
                until));
    Video video = given.video();
    String uid = CloudflareIds.uid(video.id());
    return CloudflareAnswers.ok(
        new DirectUpload(
            // The path ends in the uid, as others cut it out there (CF-33).
            origin.url(CloudflareRoutes.UPLOADS + "/" + uid + "?t=" + given.ticket()),
            uid,
            videos.watermark(video),
            CloudflareTimes.textOrNull(said.deleteAt()),
            video.wishes().creator()));
  }
}
