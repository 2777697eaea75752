package slipway.ingest.direct;

import java.util.UUID;
import java.util.function.Function;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Request;
import slipway.http.Response;

/**
 * Cloudflare's two addresses for a form with a file in it: the one-time URL of an end user, and the
 * API's own for the owner. Both take the same, differ in who may come, and answer with the video.
 *
 * @param who finds out who brings the file
 * @param answer the dialect's words when it is here
 * @param maxBytes the largest file (CF-36)
 */
public record CloudflareForm(
    Function<Request, Creator> who, Function<Upload, Response> answer, long maxBytes)
    implements DirectDoor {

  /**
   * The one-time URL: the video's uid as last segment of its path, the secret as {@code ?t=}
   * (CF-33).
   *
   * @param video the id of ours behind a uid; throws for what is none
   */
  public static CloudflareForm oneTime(
      TakeBytes take,
      Function<String, UUID> video,
      Function<Upload, Response> answer,
      long maxBytes) {
    return new CloudflareForm(request -> ticket(take, video, request), answer, maxBytes);
  }

  private static Creator ticket(TakeBytes take, Function<String, UUID> video, Request request) {
    String secret =
        request
            .query()
            .first("t")
            .orElseThrow(() -> new ProblemException(new Problem.NotFound("no such upload URL")));
    Upload upload = take.find().byFreshTicket(secret);
    if (!upload.video().equals(video.apply(request.parameter("uid")))) {
      throw new ProblemException(new Problem.NotFound("no such upload URL"));
    }
    return new Creator.Ticket(upload);
  }

  @Override
  public Creator admit(Request request) {
    return who.apply(request);
  }

  @Override
  public Response finished(Request request, Upload upload) {
    return answer.apply(upload);
  }
}
